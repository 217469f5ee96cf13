"""The book of a customer's versions: opened for its owner, written under compare-and-set."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from dashboard.errors import Conflict, NotAllowed, NotFound, Stale
from dashboard.layouts.bank_home import FIRST_VERSION, BankHome
from dashboard.layouts.chain import to_forget
from dashboard.layouts.homes import BuiltInHomes, HomeSource
from dashboard.layouts.model import Layout, Op, Stored
from dashboard.layouts.policy import Policy
from dashboard.layouts.repository import LayoutRepository
from recommender.ports import CUSTOMER, SYSTEM, Actor, Clock
from widgets.base import Widget

PRUNE_EVERY = 20
NOT_KEPT = "This version is not kept any more."
SegmentOf = Callable[[str], Awaitable[str]]
Links = Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class Basis:
    """What a change was made from: the version that was seen (None: whatever is newest)."""

    version: int | None
    device: str = "web"


@dataclass(frozen=True, slots=True)
class Opened:
    """The newest version as its owner may change it, and the rules for that."""

    customer_id: str
    head: Stored
    home: BankHome
    policy: Policy

    @property
    def layout(self) -> Layout:
        """The newest layout."""
        return self.head.layout


class Book:
    """Opens and writes versions; each change is a new one.

    Args:
        store: In the session of a unit of work.
        kinds: The registered widget kinds.
        segment_of: Tells a customer's segment.
        clock: The bank's time.
        homes: What the bank has published.
    """

    def __init__(
        self,
        store: LayoutRepository,
        kinds: Mapping[str, Widget],
        *,
        segment_of: SegmentOf,
        clock: Clock,
        homes: HomeSource | None = None,
    ) -> None:
        self._store = store
        self._kinds = kinds
        self._segment_of = segment_of
        self._clock = clock
        self._homes = homes or BuiltInHomes()

    async def open(self, actor: Actor, customer_id: str) -> Stored:
        """Return the newest layout, or the segment's default before the first change."""
        return (await self._open(actor, customer_id)).head

    async def _open(self, actor: Actor, customer_id: str) -> Opened:
        _demand_own(actor, customer_id)
        home = await self._homes.live(await self._segment(customer_id))
        policy = Policy(self._kinds, home)
        newest = await self._store.newest(customer_id) or Stored(layout=home.layout(self._kinds))
        head = newest.model_copy(update={"layout": policy.complete(newest.layout)})
        return Opened(customer_id, head, home, policy)

    async def _open_at(self, actor: Actor, customer_id: str, basis: Basis) -> Opened:
        """Open for a change that was made from a version; another one since makes it stale."""
        opened = await self._open(actor, customer_id)
        if basis.version is not None and basis.version != opened.layout.version:
            raise _stale(opened.layout)
        return opened

    async def _save(
        self, actor: Actor, opened: Opened, after: Layout, basis: Basis, op: Op = "save"
    ) -> Stored:
        """Write a new version of what passes the policy; nothing changed, nothing written."""
        opened.policy.check(actor, opened.layout, after)
        return await self._keep(opened, after, basis, op)

    async def _keep(self, opened: Opened, after: Layout, basis: Basis, op: Op) -> Stored:
        """Write a new version that undo leads back from, unless nothing changed."""
        if after.model_copy(update={"version": opened.layout.version}) == opened.layout:
            return opened.head
        links = {"undo_to": opened.layout.version, "redo_to": None}
        return await self._write(opened, after, (op, basis, links))

    async def _write(
        self, opened: Opened, content: Layout, step: tuple[Op, Basis, Links]
    ) -> Stored:
        op, basis, links = step
        head, customer_id = opened.head, opened.customer_id
        if head.parent is None:
            await self._store_default(opened)
        version = head.layout.version + 1
        layout = opened.policy.complete(content).model_copy(update={"version": version})
        stored = Stored(layout=layout, op=op, parent=head.layout.version, **links)
        now = self._clock.now()
        if not await self._store.insert(customer_id, stored, device=basis.device, now=now):
            raise _stale((await self._store.newest(customer_id) or head).layout)
        if layout.bank == opened.home.name != opened.layout.bank:
            await self._store.keep_home(opened.home)
        if version % PRUNE_EVERY == 0:
            links_now = await self._store.links(customer_id)
            await self._store.prune(customer_id, to_forget(links_now))
        return stored

    async def _store_default(self, opened: Opened) -> None:
        """Keep the home that the first change starts from: undo reaches it, merging needs it."""
        now = self._clock.now()
        await self._store.insert(opened.customer_id, opened.head, device="bank", now=now)
        await self._store.keep_home(opened.home)

    async def _version(self, opened: Opened, version: int, absent: str = NOT_KEPT) -> Stored:
        """Return one version as it would be lawful today."""
        if version == opened.layout.version:
            return opened.head
        found = await self._store.at(opened.customer_id, version)
        if found is None:
            raise Conflict(absent)
        return found.model_copy(update={"layout": opened.policy.complete(found.layout)})

    async def _origin(self, opened: Opened) -> Layout:
        """Return the bank's home that the newest layout was made from, as far as it is known."""
        if opened.layout.bank == opened.home.name:
            return opened.home.layout(self._kinds)
        home = await self._store.home(opened.layout.bank)
        if home is not None:
            return home.layout(self._kinds)
        first = await self._store.at(opened.customer_id, FIRST_VERSION)
        return first.layout if first else opened.home.layout(self._kinds)

    async def _segment(self, customer_id: str) -> str:
        try:
            return await self._segment_of(customer_id)
        except NotFound:
            return ""  # Signed up, but not imported yet: the common home will do.


def _demand_own(actor: Actor, customer_id: str) -> None:
    if actor.has(SYSTEM):
        return
    if not actor.has(CUSTOMER):
        raise NotAllowed("Only customers have a home.")
    if actor.customer_id != customer_id:
        raise NotFound("There is no such home.")


def _stale(newest: Layout) -> Stale:
    return Stale(
        "The home was changed elsewhere meanwhile.",
        details=[{"version": newest.version, "layout": newest.model_dump(mode="json")}],
    )
