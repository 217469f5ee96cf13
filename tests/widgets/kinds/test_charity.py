"""Giving: one press gives what the settings say, after a question."""

from tests.widgets.fakes import FakeSource, context
from tests.widgets.life import FakeLife, a_giving
from widgets.base import Deed
from widgets.kinds import charity


async def test_a_cause_shows_how_far_it_is():
    source = FakeSource(life=FakeLife(giving=a_giving()))
    face = await charity.load(context(source), charity.Config())
    row = face.blocks[1].rows[0]
    assert (row.progress, bool(row.acts[0].confirm)) == (0.8, True)


async def test_one_press_gives_what_the_settings_say():
    source = FakeSource()
    await charity.act(context(source), charity.Config(yuan=25), Deed("give", "forest"))
    assert source.life.done == [("give", "forest", 2_500)]


def test_the_senior_edition_does_without_it():
    assert not charity.WIDGET.senior
