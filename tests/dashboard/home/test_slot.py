"""The smart slot draws the card that it chose, with its reason, and does what that card does."""

from dataclasses import replace
from types import MappingProxyType
from typing import Any

import pytest

from dashboard.home.breakers import Breakers
from dashboard.home.loading import Loader
from dashboard.home.memory import LastGood
from dashboard.home.sources import Sources
from dashboard.layouts.model import Tile as PlacedTile
from dashboard.wiring import Root
from tests.support.arrange import fill
from tests.widgets.fakes import FakeSource, context
from widgets import face, registry
from widgets.base import Config, Context
from widgets.errors import NoData

SLOT = {"s1": PlacedTile(kind="smart")}


@pytest.fixture
async def sources(root: Root) -> Sources:
    """Give a slot that would show bills first and balances next."""
    await fill(root)
    kinds = dict(root.home_sources.kinds)
    kinds["smart"] = replace(kinds["smart"], load=_chosen, config=Config)
    return replace(
        root.home_sources,
        kinds=MappingProxyType(kinds),
        memory=LastGood(),
        breakers=Breakers(),
    )


async def _chosen(_context: Context, _config: Any) -> face.Face:
    rows = [face.Row(id=kind, title=f"Why {kind}") for kind in ("dues", "gone", "balances")]
    return face.Face(blocks=[face.Rows(rows=rows)])


async def _figure(_context: Context, _config: Any) -> face.Face:
    value = face.Number(scaled=7)
    return face.Face(blocks=[face.Figure(value=value), face.Rows(rows=[])], source="Ledger")


async def _nothing(_context: Context, _config: Any) -> face.Face:
    raise NoData("No bills.")


def _with(sources: Sources, **loads: Any) -> Loader:
    kinds = {kind: replace(registry.widget(kind), load=load) for kind, load in loads.items()}
    return Loader(replace(sources, kinds=MappingProxyType({**sources.kinds, **kinds})))


async def _slot(loader: Loader) -> Any:
    (tile,) = await loader.start(SLOT, context(FakeSource())).whole()
    return tile


async def test_the_first_card_is_drawn_with_its_reason_below_the_answer(sources: Sources) -> None:
    tile = await _slot(_with(sources, dues=_figure))
    assert [one["type"] for one in tile.data["blocks"]] == ["figure", "note", "rows"]
    assert tile.data["blocks"][1]["text"] == "Why dues"
    assert (tile.kind, tile.title, tile.data["source"]) == (
        "smart",
        "Bills and maturities",
        "Ledger",
    )


async def test_a_card_that_has_nothing_to_show_gives_way_to_the_next(sources: Sources) -> None:
    tile = await _slot(_with(sources, dues=_nothing, balances=_figure))
    assert tile.data["blocks"][1]["text"] == "Why balances"


async def test_where_no_card_has_something_to_show_the_reasons_stay(sources: Sources) -> None:
    tile = await _slot(_with(sources, dues=_nothing, balances=_nothing))
    assert (tile.state, tile.data["blocks"][0]["type"]) == ("ready", "rows")


async def test_a_deed_on_the_slot_is_the_shown_cards(sources: Sources) -> None:
    loader = _with(sources, dues=_figure)
    shown = await loader.shown_by("s1", SLOT["s1"], context(FakeSource()))
    assert shown is not None
    assert shown.kind == "dues"
