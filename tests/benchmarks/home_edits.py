"""Two hundred customers arrange their homes at once: one drop each every two seconds, by socket."""

import asyncio
import contextlib
import statistics
import time
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from dashboard.layouts.geometry import compact, settle
from dashboard.layouts.model import Place, Places
from dashboard.layouts.repository import LayoutRepository
from dashboard.people.model import Session, User
from dashboard.people.repository import Sessions
from dashboard.people.signing import hash_of, new_token
from dashboard.settings import Mode, Settings
from dashboard.wiring import Root
from recommender.ports import CUSTOMER, SYSTEM_ACTOR
from tests.support.product import ProductServer
from tests.support.tab import Tab, opened

CUSTOMERS = 200
EVERY_SECONDS = 2.0
ROUNDS = 15
AT_ONCE = 8
"""Homes that are opened at the same time before the measurement."""
HOME = "reflex___state____state.dashboard___parts___home_state____home_state"
TARGETS = {"p95_ms": 150, "lost": 0}


@dataclass
class Person:
    """One customer with an open home."""

    customer_id: str
    cookie: str
    address: str
    tab: Tab | None = None
    places: Places = ()
    sent: dict[int, Places] = field(default_factory=dict)
    took_ms: list[float] = field(default_factory=list)


async def measure(product: ProductServer) -> dict[str, float | int]:
    """Let everybody swap two cards again and again; then look for every answer in the history."""
    root = Root(Settings(data_dir=product.data_dir, mode=Mode.DEMO))
    try:
        people = await _people(root)
        async with contextlib.AsyncExitStack() as sockets:
            await _open_all(people, product.url, sockets)
            began = time.monotonic()
            await asyncio.gather(*(_edit(one, n) for n, one in enumerate(people)))
            seconds = time.monotonic() - began
        lost = sum([await _lost(root, one) for one in people])
    finally:
        await root.stop()
    took = [ms for one in people for ms in one.took_ms]
    return {
        "customers": len(people),
        "edits": len(took),
        "edits_per_s": round(len(took) / seconds, 1),
        "p50_ms": round(statistics.median(took), 1),
        "p95_ms": round(statistics.quantiles(took, n=20)[-1], 1),
        "lost": lost + CUSTOMERS * ROUNDS - len(took),
    }


async def _people(root: Root) -> list[Person]:
    """Make accounts with a session each; none of them is one of the demo's own."""
    people, now, door = [], root.clock.now(), root.door
    for number in range(CUSTOMERS):
        token, customer_id = new_token(), f"c{number + 1000:04d}"
        user = User(f"editor{number}", {"en": "x"}, frozenset({CUSTOMER}), customer_id)
        async with root.writing() as app:
            await app.people.add(SYSTEM_ACTOR, user, password_hash="none")
            session = Session(hash_of(token), user, now, now, now + timedelta(hours=1))
            await Sessions(app.session).add(session, "127.0.0.1")
        address = f"127.0.1.{number // 10 + 1}"
        people.append(Person(customer_id, f"{door.session_cookie}={token}", address))
    return people


async def _open_all(people: list[Person], url: str, sockets: contextlib.AsyncExitStack) -> None:
    gate = asyncio.Semaphore(AT_ONCE)

    async def open_one(person: Person, number: int) -> None:
        async with gate:
            asked = opened(
                url, cookies=person.cookie, address=person.address, token=f"{number:032d}"
            )
            person.tab = await sockets.enter_async_context(asked)
            await person.tab.send(f"{HOME}.load")
            await _until(person.tab, lambda tab: tab.value("home_state", "version"))
            person.places = _desktop(person.tab)

    await asyncio.gather(*(open_one(one, number) for number, one in enumerate(people)))


async def _edit(person: Person, number: int) -> None:
    await asyncio.sleep(number * EVERY_SECONDS / CUSTOMERS)
    for _ in range(ROUNDS):
        began = time.monotonic()
        await _swap(person)
        await asyncio.sleep(max(0.0, EVERY_SECONDS - (time.monotonic() - began)))


async def _swap(person: Person) -> None:
    """Drop the second card on the first one's place, and wait for the new version."""
    tab = person.tab
    assert tab is not None
    first, second = person.places[:2]
    mover = second.model_copy(update={"x": first.x, "y": first.y})
    if first.x != second.x:  # Beside each other: they change places.
        back = first.model_copy(update={"x": second.x, "y": second.y})
        rest = [one for one in person.places if one not in (first, second)]
        person.places = compact([mover, back, *rest])
    else:
        person.places = settle(person.places, mover)
    payload = {
        "breakpoint_": "desktop",
        "places": [one.model_dump() for one in person.places],
    }
    tab.updates = []
    began = time.perf_counter()
    await tab.send(f"{HOME}.arrange", payload)
    await _until(tab, lambda seen: seen.value("home_state", "version"))
    person.took_ms.append((time.perf_counter() - began) * 1000)
    person.sent[int(tab.value("home_state", "version"))] = person.places


async def _until(tab: Tab, holds: Any, seconds: float = 60) -> None:
    """Wait for an update after which something holds."""
    async with asyncio.timeout(seconds):
        while not holds(tab):
            tab._arrived.clear()
            await tab._arrived.wait()


async def _lost(root: Root, person: Person) -> int:
    """Count the accepted edits that the stored versions do not show as they were sent."""
    async with root.reading() as app:
        store = LayoutRepository(app.session)
        found = [
            (await store.at(person.customer_id, version), places)
            for version, places in person.sent.items()
        ]
    return sum(
        stored is None or stored.layout.places["desktop"] != places for stored, places in found
    )


def _desktop(tab: Tab) -> Places:
    lying = tab.value("home_state", "places")["desktop"]
    return tuple(Place(**one) for one in lying)
