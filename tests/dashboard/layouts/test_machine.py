"""A customer who does anything in any order never gets an unlawful home."""

import asyncio
import itertools
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from dashboard.clock import BankClock
from dashboard.layouts import geometry
from dashboard.layouts.model import BREAKPOINTS, COLUMNS, FORMS, TILES_MAX, Layout, Place, Stored
from dashboard.layouts.repository import LayoutRepository
from dashboard.layouts.service import Basis, Layouts
from dashboard.layouts.tables import LayoutVersion
from recommender.database import Database
from recommender.ports import CUSTOMER, Actor
from widgets.registry import catalogue

ME = Actor("u1", frozenset({CUSTOMER}), customer_id="c0001")
FREE = sorted(kind for kind, widget in catalogue().items() if not widget.mandatory)
breakpoints = st.sampled_from(BREAKPOINTS)
spots = st.tuples(st.integers(0, 11), st.integers(0, 40))


async def _segment(_customer_id: str) -> str:
    return "affluent"


class Home(RuleBasedStateMachine):
    """Moves, resizes, adds, removes, undoes, redoes, resets; the store is a real database."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.runner = asyncio.Runner()
        self.database = Database(f"sqlite+aiosqlite:///{Path(self.folder.name) / 'home.db'}")
        self.seen: dict[int, Layout] = {}

    @initialize()
    def open(self) -> None:
        self.runner.run(self._create())
        self.stored = self._do(lambda layouts, _basis: layouts.open(ME, "c0001"))

    @rule(
        breakpoint_=breakpoints, pick=st.integers(0, 99), x=st.integers(0, 11), y=st.integers(0, 40)
    )
    def move(self, breakpoint_: str, pick: int, x: int, y: int) -> None:
        place = self._place(breakpoint_, pick)
        x = min(x, COLUMNS[breakpoint_] - place.w)
        self._arrange(breakpoint_, place.model_copy(update={"x": x, "y": y}))

    @rule(breakpoint_=breakpoints, pick=st.integers(0, 99), n=st.integers(0, 3))
    def resize(self, breakpoint_: str, pick: int, n: int) -> None:
        place = self._place(breakpoint_, pick)
        sizes = catalogue()[self.stored.layout.tiles[place.tile].kind].sizes
        w, h = FORMS[breakpoint_][sizes[n % len(sizes)]]
        x = min(place.x, COLUMNS[breakpoint_] - w)
        self._arrange(breakpoint_, place.model_copy(update={"x": x, "w": w, "h": h}))

    @precondition(lambda self: len(self.stored.layout.tiles) < TILES_MAX)
    @rule(kind=st.sampled_from(FREE))
    def add(self, kind: str) -> None:
        async def added(layouts: Layouts, basis: Basis) -> Stored:
            return (await layouts.add(ME, "c0001", kind, basis))[0]

        self._keep(self._do(added))

    @precondition(lambda self: self._removable())
    @rule(pick=st.integers(0, 99))
    def remove(self, pick: int) -> None:
        tiles = self._removable()
        tile = tiles[pick % len(tiles)]
        self._keep(self._do(lambda layouts, basis: layouts.remove(ME, "c0001", tile, basis)))

    @precondition(lambda self: self.stored.can_undo)
    @rule()
    def undo(self) -> None:
        expected = self.seen[self.stored.undo_to]
        self._keep(self._do(lambda layouts, basis: layouts.undo(ME, "c0001", basis)))
        assert self._content() == expected.model_dump(exclude={"version"})

    @precondition(lambda self: self.stored.can_redo)
    @rule()
    def redo(self) -> None:
        expected = self.seen[self.stored.redo_to]
        self._keep(self._do(lambda layouts, basis: layouts.redo(ME, "c0001", basis)))
        assert self._content() == expected.model_dump(exclude={"version"})

    @rule()
    def reset(self) -> None:
        self._keep(self._do(lambda layouts, basis: layouts.reset(ME, "c0001", basis)))

    @invariant()
    def nothing_overlaps_or_leaves_the_grid(self) -> None:
        for breakpoint_, places in self.stored.layout.places.items():
            assert all(place.x + place.w <= COLUMNS[breakpoint_] for place in places)
            assert not any(geometry.overlap(a, b) for a, b in itertools.combinations(places, 2))

    @invariant()
    def mandatory_tiles_lie_on_every_breakpoint(self) -> None:
        tiles = self.stored.layout.tiles
        for places in self.stored.layout.places.values():
            assert "notices" in {tiles[place.tile].kind for place in places}

    @invariant()
    def what_is_kept_is_what_was_answered(self) -> None:
        read = self._do(lambda layouts, _basis: layouts.open(ME, "c0001"))
        assert read == self.stored

    def teardown(self) -> None:
        self.runner.run(self.database.close())
        self.runner.close()
        self.folder.cleanup()

    def _arrange(self, breakpoint_: str, place: Place) -> None:
        places = geometry.settle(self.stored.layout.places[breakpoint_], place)
        at = (breakpoint_, places)
        self._keep(self._do(lambda layouts, basis: layouts.arrange(ME, "c0001", at, basis)))

    def _keep(self, stored: Stored) -> None:
        grown = stored.layout.version - self.stored.layout.version
        assert grown == (stored.layout != self.stored.layout)
        self.seen |= {one.layout.version: one.layout for one in (self.stored, stored)}
        self.stored = stored

    def _content(self) -> dict:
        return self.stored.layout.model_dump(exclude={"version"})

    def _place(self, breakpoint_: str, pick: int) -> Place:
        places = self.stored.layout.places[breakpoint_]
        return places[pick % len(places)]

    def _removable(self) -> list[str]:
        return [one for one, tile in self.stored.layout.tiles.items() if tile.kind in FREE]

    def _do(self, step: Callable[[Layouts, Basis], Awaitable[Stored]]) -> Stored:
        return self.runner.run(self._within(step))

    async def _within(self, step: Callable[[Layouts, Basis], Awaitable[Stored]]) -> Stored:
        async with self.database.writing() as session:
            clock = BankClock(ZoneInfo("Asia/Shanghai"))
            store = LayoutRepository(session)
            layouts = Layouts(store, catalogue(), segment_of=_segment, clock=clock)
            stored = getattr(self, "stored", None)
            return await step(layouts, Basis(stored.layout.version if stored else None))

    async def _create(self) -> None:
        async with self.database.engine.begin() as connection:
            await connection.run_sync(LayoutVersion.__table__.create)


Home.TestCase.settings = settings(
    max_examples=15,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
test_any_order_of_changes_keeps_a_lawful_home = Home.TestCase
