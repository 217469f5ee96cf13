"""A customer with two devices who does anything in any order never gets an unlawful home."""

import asyncio
import itertools
import os
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from dashboard.clock import BankClock
from dashboard.errors import Stale
from dashboard.layouts import geometry
from dashboard.layouts.bank_home import BankHome, Card
from dashboard.layouts.defaults import built_in
from dashboard.layouts.model import (
    BREAKPOINTS,
    COLUMNS,
    PRIMARY,
    TILES_MAX,
    Layout,
    LayoutIn,
    Place,
    Stored,
    Tile,
    TileChange,
)
from dashboard.layouts.repository import LayoutRepository
from dashboard.layouts.service import Basis, Layouts, Mine
from dashboard.layouts.tables import BankHomeRow, LayoutVersion, TemplateRow
from recommender.database import Database
from recommender.ports import CUSTOMER, Actor
from tests.dashboard.layouts.expected import (
    Expected,
    expected_columns,
    expected_merge,
    expected_of,
    form,
)
from widgets.registry import catalogue

ME, CUSTOMER_ID = Actor("u1", frozenset({CUSTOMER}), customer_id="c0001"), "c0001"
FREE = sorted(kind for kind, widget in catalogue().items() if not widget.mandatory)
DEVICES = ("web", "phone")
STEPS = {"suite": (25, 30), "long": (200, 50)}
EXAMPLES, STEP_COUNT = STEPS[os.environ.get("MACHINE", "suite")]
TABLES = (LayoutVersion, BankHomeRow, TemplateRow)

devices = st.sampled_from(DEVICES)
breakpoints = st.sampled_from(BREAKPOINTS)
picks = st.integers(0, 99)
Step = Callable[[Layouts, Basis], Awaitable[Any]]


class Homes:
    """A bank that may publish another home at any time."""

    def __init__(self) -> None:
        self.home: BankHome = built_in("affluent")

    async def live(self, _segment: str) -> BankHome:
        return self.home


async def _segment(_customer_id: str) -> str:
    return "affluent"


class Home(RuleBasedStateMachine):
    """Every change of a home, from two devices, on a real database."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.runner = asyncio.Runner()
        self.database = Database(f"sqlite+aiosqlite:///{Path(self.folder.name) / 'home.db'}")
        self.homes = Homes()
        self.history: dict[int, Stored] = {}
        self.names: dict[int, str] = {}
        self.is_kept = False

    @initialize()
    def open(self) -> None:
        self.runner.run(self._create())
        self.stored: Stored = self._do(lambda layouts, _: layouts.open(ME, CUSTOMER_ID), None)
        self.history = {self.stored.layout.version: self.stored}
        self.seen: dict[str, Stored] = dict.fromkeys(DEVICES, self.stored)

    @rule(device=devices)
    def reload(self, device: str) -> None:
        self.seen[device] = self.stored

    @rule(device=devices, at=breakpoints, pick=picks, x=st.integers(0, 11), y=st.integers(0, 40))
    def move(self, device: str, at: str, pick: int, x: int, y: int) -> None:
        place = self._place(device, at, pick)
        x = min(x, COLUMNS[at] - place.w)
        after = self._arrange(device, at, place.model_copy(update={"x": x, "y": y}))
        if after is not None:
            assert next(one.x for one in after.places[at] if one.tile == place.tile) == x

    @rule(device=devices, at=breakpoints, pick=picks, n=st.integers(0, 3))
    def resize(self, device: str, at: str, pick: int, n: int) -> None:
        place = self._place(device, at, pick)
        sizes = catalogue()[self.seen[device].layout.tiles[place.tile].kind].sizes
        wanted = form(at, sizes[n % len(sizes)])
        x = min(place.x, COLUMNS[at] - wanted["w"])
        self._arrange(device, at, place.model_copy(update={"x": x, **wanted}))

    @precondition(lambda self: len(self.stored.layout.tiles) < TILES_MAX)
    @rule(device=devices, kind=st.sampled_from(FREE))
    def add(self, device: str, kind: str) -> None:
        before = set(self.seen[device].layout.tiles)

        async def added(layouts: Layouts, basis: Basis) -> Stored:
            return (await layouts.add(ME, CUSTOMER_ID, kind, basis))[0]

        def expected(known: Expected, after: Layout) -> Expected:
            (tile_id,) = set(after.tiles) - before
            return known.added(tile_id, Tile(kind=kind), catalogue()[kind].sizes[0])

        self._change(device, added, expected)

    @rule(device=devices, pick=picks)
    def remove(self, device: str, pick: int) -> None:
        tiles = self._removable(device)
        if tiles:
            tile = tiles[pick % len(tiles)]
            self._change(
                device,
                lambda layouts, basis: layouts.remove(ME, CUSTOMER_ID, tile, basis),
                lambda known, _: known.removed(tile),
            )

    @rule(device=devices, pick=picks, title=st.sampled_from(["", "家", "Mine"]))
    def configure(self, device: str, pick: int, title: str) -> None:
        tiles = self.seen[device].layout.tiles
        tile_id = sorted(tiles)[pick % len(tiles)]
        change = TileChange(title=title, show=({"by": "state", "state": "weekday"},))
        wanted = tiles[tile_id].model_copy(update={"title": title, "show": change.show})
        self._change(
            device,
            lambda layouts, basis: layouts.configure(ME, CUSTOMER_ID, tile_id, change, basis),
            lambda known, _: known.configured(tile_id, wanted),
        )

    @rule(device=devices, at=st.sampled_from(["tablet", "phone"]))
    def give_back(self, device: str, at: str) -> None:
        self._change(
            device,
            lambda layouts, basis: layouts.give_back(ME, CUSTOMER_ID, at, basis),
            lambda known, _: known.given_back(at),
        )

    @precondition(lambda self: self.stored.can_undo)
    @rule()
    def undo(self) -> None:
        self._step_to(
            self.stored.undo_to, lambda layouts, basis: layouts.undo(ME, CUSTOMER_ID, basis)
        )

    @precondition(lambda self: self.stored.can_redo)
    @rule()
    def redo(self) -> None:
        self._step_to(
            self.stored.redo_to, lambda layouts, basis: layouts.redo(ME, CUSTOMER_ID, basis)
        )

    @rule(pick=picks)
    def restore(self, pick: int) -> None:
        version = sorted(self.history)[pick % len(self.history)]
        self._step_to(
            version, lambda layouts, basis: layouts.restore(ME, CUSTOMER_ID, version, basis)
        )

    @rule(pick=picks, name=st.sampled_from(["", "Summer", "工作"]))
    def name(self, pick: int, name: str) -> None:
        version = sorted(self.history)[pick % len(self.history)]
        self._do(lambda layouts, _: layouts.name(ME, CUSTOMER_ID, version, name), None)
        self.names[version], self.is_kept = name, True
        told = self._do(lambda layouts, _: layouts.versions(ME, CUSTOMER_ID, 1), None)
        wanted = {one for one, known in self.names.items() if known}
        assert {one.version for one in told if one.name} == wanted

    @rule()
    def reset(self) -> None:
        self._keep(self._do(lambda layouts, basis: layouts.reset(ME, CUSTOMER_ID, basis)))
        wanted = self.homes.home.layout(catalogue())
        assert self.stored.layout.tiles.keys() == wanted.tiles.keys()
        assert expected_of(self.stored.layout).sizes == expected_of(wanted).sizes

    @rule(kind=st.sampled_from(FREE))
    def bank_requires(self, kind: str) -> None:
        """From now on every home has a card of this kind."""
        rest = tuple(card for card in built_in("affluent").cards if card.kind != kind)
        required = Card(kind=kind, size="M", stays=True)
        self.homes.home = BankHome(cards=(*rest, required))
        kept = self.history[self.stored.layout.version].layout.tiles
        self.stored = self._read()
        if self.is_kept:
            missing = all(tile.kind != kind for tile in kept.values())
            assert len(self.stored.layout.tiles) == len(kept) + missing
        else:
            assert self.stored.layout == self.homes.home.layout(catalogue())
            self.history[self.stored.layout.version] = self.stored
        self.seen = dict.fromkeys(DEVICES, self.stored)

    @rule()
    def accept(self) -> None:
        before = self.stored.layout
        self._keep(self._do(lambda layouts, basis: layouts.accept_defaults(ME, CUSTOMER_ID, basis)))
        assert self.stored.layout.bank == self.homes.home.name
        kept = before.tiles.keys() & self.stored.layout.tiles.keys()
        assert all(before.tiles[one] == self.stored.layout.tiles[one] for one in kept)

    @invariant()
    def nothing_overlaps_or_leaves_the_grid(self) -> None:
        for breakpoint_, places in self.stored.layout.places.items():
            assert all(place.x + place.w <= COLUMNS[breakpoint_] for place in places)
            assert not any(geometry.overlap(a, b) for a, b in itertools.combinations(places, 2))
            assert len({place.tile for place in places}) == len(places)
            assert {place.tile for place in places} <= self.stored.layout.tiles.keys()

    @invariant()
    def what_must_be_there_lies_on_every_breakpoint(self) -> None:
        tiles = self.stored.layout.tiles
        wanted = {"notices", *(card.kind for card in self.homes.home.lasting)}
        for places in self.stored.layout.places.values():
            assert wanted <= {tiles[place.tile].kind for place in places}

    @invariant()
    def what_follows_has_the_order_and_sizes_of_the_first_breakpoint(self) -> None:
        layout = self.stored.layout
        for at in ("tablet", "phone"):
            if not layout.own[at]:
                assert expected_of(layout).sizes[at] == expected_of(layout).sizes[PRIMARY]

    @invariant()
    def what_is_kept_is_what_was_answered(self) -> None:
        assert self._read() == self.stored

    def teardown(self) -> None:
        self.runner.run(self.database.close())
        self.runner.close()
        self.folder.cleanup()

    def _arrange(self, device: str, at: str, place: Place) -> Layout | None:
        before = self.seen[device].layout
        places = geometry.settle(before.places[at], place)
        is_same = geometry.in_order(places) == geometry.in_order(before.places[at])

        def expected(known: Expected, _after: Layout) -> Expected:
            size = geometry.size_of(at, place) or ""
            return known.taken_over(at).resized(at, place.tile, size)

        saved = self._change(
            device,
            lambda layouts, basis: layouts.arrange(ME, CUSTOMER_ID, (at, places), basis),
            (lambda known, _: known.taken_over(at)) if is_same else expected,
        )
        if saved is not None:
            assert saved.places[at] == geometry.compact(places)
        return saved

    def _change(
        self, device: str, step: Step, expected: Callable[[Expected, Layout], Expected]
    ) -> Layout | None:
        """Change what a device shows; when it is not the newest any more, merge."""
        seen = self.seen[device]
        if seen.layout.version == self.stored.layout.version:
            self._keep(self._do(step))
            wanted = expected(expected_of(seen.layout), self.stored.layout)
            assert expected_of(self.stored.layout) == wanted
            self.seen[device] = self.stored
            return self.stored.layout
        with pytest.raises(Stale) as refused:
            self._do(step, seen.layout.version)
        assert refused.value.details[0]["version"] == self.stored.layout.version
        self._merge(device, step)
        return None

    def _merge(self, device: str, step: Step) -> None:
        """Say what the device would have made of what it saw, and put it on top of the newest."""
        base, theirs = self.seen[device].layout, self.stored.layout
        mine = self._tried(base, step)
        body = mine.model_dump(mode="json", exclude={"version", "bank"})
        wanted = Mine(base.version, LayoutIn(**body))

        async def merged(layouts: Layouts, basis: Basis) -> Stored:
            return (await layouts.merge(ME, CUSTOMER_ID, wanted, basis))[0]

        if len(expected_merge(base, theirs, mine).tiles) <= TILES_MAX:
            self._keep(self._do(merged))
            self._demand_merged(base, theirs, mine)
        self.seen[device] = self.stored

    def _demand_merged(self, base: Layout, theirs: Layout, mine: Layout) -> None:
        got, wanted = expected_of(self.stored.layout), expected_merge(base, theirs, mine)
        assert got == wanted
        for at in BREAKPOINTS:
            if at == PRIMARY or at in got.own:
                columns = expected_columns(base, theirs, mine, at)
                lying = {place.tile: place.x for place in self.stored.layout.places[at]}
                assert {one: lying[one] for one in columns if one in lying} == {
                    one: x for one, x in columns.items() if one in lying
                }

    def _tried(self, base: Layout, step: Step) -> Layout:
        """Return what a change makes of a layout, in a database of its own that is rolled back."""

        async def tried() -> Layout:
            async with self.database.reading() as session:
                store = LayoutRepository(session)
                await store.forget(CUSTOMER_ID)
                head = Stored(layout=base, parent=base.version - 1)
                clock = BankClock(ZoneInfo("Asia/Shanghai"))
                await store.insert(CUSTOMER_ID, head, device="web", now=clock.now())
                return (await step(self._layouts(store), Basis(base.version))).layout

        return self.runner.run(tried())

    def _step_to(self, version: int, step: Step) -> None:
        """Go to the content of a version, exactly, but for cards that must be there since."""
        target = self.history[version].layout
        self._keep(self._do(step))
        got, required = self.stored.layout, {card.kind for card in self.homes.home.lasting}
        new = got.tiles.keys() - target.tiles.keys()
        assert {got.tiles[one].kind for one in new} <= required
        assert {one: tile for one, tile in got.tiles.items() if one not in new} == target.tiles
        assert got.own == target.own
        if not new:
            assert got.places == target.places
        kept = [place for place in got.places[PRIMARY] if place.tile not in new]
        assert tuple(kept) == target.places[PRIMARY]

    def _keep(self, stored: Stored) -> None:
        grown = stored.layout.version - self.stored.layout.version
        assert grown == (stored.layout != self.stored.layout)
        if grown:
            self.history.setdefault(self.stored.layout.version, self.stored)
            self.history[stored.layout.version] = stored
            self.is_kept = True
        self.stored = stored

    def _place(self, device: str, at: str, pick: int) -> Place:
        places = self.seen[device].layout.places[at]
        return places[pick % len(places)]

    def _removable(self, device: str) -> list[str]:
        required = {card.kind for card in self.homes.home.lasting}
        tiles = self.seen[device].layout.tiles.items()
        return [one for one, tile in tiles if tile.kind in FREE and tile.kind not in required]

    def _read(self) -> Stored:
        return self._do(lambda layouts, _: layouts.open(ME, CUSTOMER_ID), None)

    def _do(self, step: Step, version: int | None = -1) -> Any:
        return self.runner.run(self._within(step, version))

    async def _within(self, step: Step, version: int | None) -> Any:
        newest = self.stored.layout.version if version == -1 else version
        async with self.database.writing() as session:
            return await step(self._layouts(LayoutRepository(session)), Basis(newest))

    def _layouts(self, store: LayoutRepository) -> Layouts:
        clock = BankClock(ZoneInfo("Asia/Shanghai"))
        return Layouts(store, catalogue(), segment_of=_segment, clock=clock, homes=self.homes)

    async def _create(self) -> None:
        async with self.database.engine.begin() as connection:
            for table in TABLES:
                await connection.run_sync(table.__table__.create)


Home.TestCase.settings = settings(
    max_examples=EXAMPLES,
    stateful_step_count=STEP_COUNT,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
test_any_order_of_changes_keeps_a_lawful_home = Home.TestCase
