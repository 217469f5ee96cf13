"""A card's settings: only the owner's, validated field by field, kept as a version."""

from datetime import time

import pytest

from dashboard.errors import Invalid, NotAllowed, NotFound
from dashboard.home.service import HomeService
from dashboard.home.settings import SettingsService
from dashboard.layouts.conditions import DayOfMonth, InSituation, OnDevice, TimeOfDay
from dashboard.layouts.model import TileChange
from dashboard.layouts.service import Basis
from dashboard.wiring import Root
from recommender.ports import Actor
from tests.support.arrange import a_customer, fill
from widgets.kinds.smart import FIXED

ME = a_customer("c1")


@pytest.fixture
async def bank(root: Root) -> Root:
    await fill(root)
    return root


async def _save(root: Root, typed: dict[str, str], change: TileChange | None = None) -> None:
    async with root.writing() as app:
        service: SettingsService = app.tile_settings
        await service.save(ME, "c1", "dues", typed, change or TileChange())


async def _tile(root: Root, tile: str = "dues"):
    async with root.reading() as app:
        return (await app.layouts.open(ME, "c1")).layout.tiles[tile]


@pytest.mark.parametrize("actor", [Actor("v", frozenset({"visitor"})), a_customer("c2")])
async def test_nobody_elses_settings_are_opened(bank: Root, actor: Actor) -> None:
    async with bank.reading() as app:
        with pytest.raises((NotAllowed, NotFound)):
            await app.tile_settings.open(actor, "c1", "dues")


async def test_a_card_that_is_gone_has_no_settings(bank: Root) -> None:
    async with bank.reading() as app:
        with pytest.raises(NotFound):
            await app.tile_settings.open(ME, "c1", "gone")


async def test_the_form_shows_what_is_set(bank: Root) -> None:
    await _save(bank, {"days": "30"}, TileChange(title="Bills", pinned=True))
    async with bank.reading() as app:
        found = await app.tile_settings.open(ME, "c1", "dues")
    assert {one.name: one.value for one in found.fields}["days"] == "30"
    assert (found.title, found.pinned, found.mandatory) == ("Bills", True, False)


async def test_settings_are_kept_as_one_step_that_can_be_undone(bank: Root) -> None:
    await _save(bank, {"days": "30"}, TileChange(title="Bills"))
    assert ((await _tile(bank)).config["days"], (await _tile(bank)).title) == (30, "Bills")
    async with bank.writing() as app:
        await app.layouts.undo(ME, "c1", Basis(None))
    assert ((await _tile(bank)).config, (await _tile(bank)).title) == ({}, "")


async def test_a_setting_out_of_bounds_is_named_and_nothing_is_kept(bank: Root) -> None:
    with pytest.raises(Invalid) as refused:
        await _save(bank, {"days": "1"}, TileChange(title="Bills"))
    assert [one["field"] for one in refused.value.details] == ["days"]
    assert refused.value.details[0]["texts"]["zh-Hans"]
    assert (await _tile(bank)).title == ""


async def test_conditions_are_judged_for_each_device(bank: Root) -> None:
    today = bank.clock.today().day
    rules = (
        DayOfMonth(first=today, last=today),
        OnDevice(devices=("phone",)),
        InSituation(state="weekend"),
    )
    async with bank.reading() as app:
        found = await app.tile_settings.judge(ME, "c1", rules)
    assert found == [["desktop", "tablet", "phone"], ["phone"], []]


async def test_a_card_whose_conditions_are_not_met_is_not_there_and_asks_nothing(
    bank: Root,
) -> None:
    now = bank.clock.now().astimezone(bank.clock.zone)
    away = TimeOfDay(since=time((now.hour + 1) % 24), until=time((now.hour + 2) % 24))
    await _save(bank, {}, TileChange(show=(away,)))
    home = HomeService(bank.home_sources)
    opened = await home.begin(ME, "c1", "en")
    assert list(opened.home.hidden) == ["dues"]
    assert "dues" not in {one.id for one in opened.home.tiles}
    assert "dues" not in {one.tile for one in opened.shown.places["phone"]}
    arranging = await home.begin(ME, "c1", "en", whole=True)
    assert "dues" in {one.id for one in arranging.home.tiles}


async def test_a_card_that_the_bank_must_show_is_there_whatever_its_conditions_say(
    bank: Root,
) -> None:
    async with bank.writing() as app:
        rules = (InSituation(state="weekend"),)
        await app.tile_settings.save(ME, "c1", "notices", {}, TileChange(show=rules))
    opened = await HomeService(bank.home_sources).begin(ME, "c1", "en")
    assert opened.home.hidden == {}


async def test_a_preview_draws_what_is_typed_and_keeps_nothing(bank: Root) -> None:
    async with bank.reading() as app:
        off = await app.tile_settings.preview(ME, "c1", "smart", {"is_on": ""}, "en")
        on = await app.tile_settings.preview(ME, "c1", "smart", {"is_on": "on"}, "en")
    assert FIXED in str(off.data)
    assert FIXED not in str(on.data)
    assert (await _tile(bank, "smart")).config == {}


async def test_a_preview_tells_what_cannot_be(bank: Root) -> None:
    async with bank.reading() as app:
        with pytest.raises(Invalid):
            await app.tile_settings.preview(ME, "c1", "dues", {"days": "3"})


async def test_nobody_elses_card_is_previewed(bank: Root) -> None:
    async with bank.reading() as app:
        with pytest.raises((NotAllowed, NotFound)):
            await app.tile_settings.preview(a_customer("c2"), "c1", "dues", {})
