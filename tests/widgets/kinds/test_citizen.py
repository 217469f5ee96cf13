"""Public services: on where the region offers them, honestly off elsewhere."""

from tests.widgets.fakes import FakeSource, context
from tests.widgets.life import FakeLife, a_service, a_zone, yuan
from widgets.base import Deed
from widgets.kinds import citizen


async def test_a_service_that_the_region_lacks_shows_no_figure():
    zone = a_zone(a_service("fund", amount=yuan(5)), a_service("library", is_offered=False))
    face = await citizen.load(context(FakeSource(life=FakeLife(zone=zone))), citizen.Config())
    on, off = next(block for block in face.blocks if block.type == "rows").rows
    assert (on.value.minor, on.chip["en"]) == (500, "On")
    assert (off.value, off.note["en"]) == (None, "Not offered in your region yet")


async def test_every_region_can_be_chosen_on_the_card():
    zone = a_zone(a_service("fund"))
    face = await citizen.load(context(FakeSource(life=FakeLife(zone=zone))), citizen.Config())
    choice = next(block for block in face.blocks if block.type == "choice")
    assert (choice.name, choice.chosen) == ("region", "shanghai")


async def test_choosing_is_handed_to_the_port():
    source = FakeSource()
    await citizen.act(context(source), citizen.Config(), Deed("region", "zhejiang"))
    assert source.life.done == [("choose_region", "zhejiang")]
