"""The REST application in the test's own process, with real sessions, cookies and keys."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import httpx

from dashboard import wiring
from dashboard.api.assembly import assemble
from dashboard.people.model import Session, User
from dashboard.people.repository import Sessions
from dashboard.people.signing import hash_of, new_token
from dashboard.problems import answer, problem
from dashboard.wiring import Root
from recommender.ports import CUSTOMER, OPERATOR, SYSTEM_ACTOR, Actor


class ApiCallers:
    """Makes clients: nobody, a visitor, a person with a session, a key."""

    def __init__(self, root: Root) -> None:
        self._root = root
        self._app = assemble(answer(problem(404, "No page", "Only the API is here.")))

    def nobody(self) -> httpx.AsyncClient:
        """Return a client without cookie or key."""
        return self._client({})

    def visitor(self) -> httpx.AsyncClient:
        """Return a browser that was given its visitor cookie."""
        door = self._root.door
        return self._client({"Cookie": f"{door.visitor_cookie}={door.signing.new_visitor()}"})

    async def customer(self, customer_id: str, *, with_visitor: bool = False) -> httpx.AsyncClient:
        """Return a signed-in customer's browser."""
        user = User(f"user-{customer_id}", {"en": "x"}, frozenset({CUSTOMER}), customer_id)
        return await self._signed_in(user, with_visitor=with_visitor)

    async def staff(self, role: str) -> httpx.AsyncClient:
        """Return a signed-in browser of a member of staff."""
        return await self._signed_in(User(f"{role}-1", {"en": "x"}, frozenset({role})))

    async def key(self, *scopes: str) -> httpx.AsyncClient:
        """Return an integrator's client."""
        operator = Actor("operator", frozenset({OPERATOR}))
        async with self._root.writing() as app:
            made = await app.api_keys.create(operator, "test", scopes)
        return self._client({"Authorization": f"Bearer {made.secret}"})

    async def _signed_in(self, user: User, *, with_visitor: bool = False) -> httpx.AsyncClient:
        token, now, door = new_token(), self._root.clock.now(), self._root.door
        async with self._root.writing() as app:
            if user.id not in {one.id for one in await app.people.all(SYSTEM_ACTOR)}:
                await app.people.add(SYSTEM_ACTOR, user, password_hash="none")
            opened = Session(hash_of(token), user, now, now, now + timedelta(hours=1))
            await Sessions(app.session).add(opened, "127.0.0.1")
        cookies = [f"{door.session_cookie}={token}"]
        if with_visitor:
            cookies.append(f"{door.visitor_cookie}={door.signing.new_visitor()}")
        return self._client({"Cookie": "; ".join(cookies)})

    def _client(self, headers: dict[str, str]) -> httpx.AsyncClient:
        transport = httpx.ASGITransport(self._app, raise_app_exceptions=False)
        return httpx.AsyncClient(transport=transport, base_url="http://test", headers=headers)


@asynccontextmanager
async def callers(root: Root) -> AsyncIterator[ApiCallers]:
    """Make this root the process's one and give the callers of its API."""
    wiring.forget_root()
    wiring._root.append(root)
    try:
        yield ApiCallers(root)
    finally:
        wiring.forget_root()
