"""Branches: open ones with their usual wait, closed ones with their hours."""

from tests.widgets.fakes import FakeSource, context
from tests.widgets.life import FakeLife, a_branch
from widgets.kinds import branches


async def _face(*found):
    source = FakeSource(life=FakeLife(branch_list=list(found)))
    return await branches.load(context(source), branches.Config())


async def test_the_first_branch_is_the_answer():
    face = await _face(a_branch(minutes=7, waiting=1), a_branch(id="b2"))
    assert face.blocks[0].value.scaled == 7
    assert face.blocks[0].note["en"] == "Usually waiting now: 1"


async def test_a_closed_branch_tells_its_hours():
    face = await _face(a_branch(is_open=False))
    assert face.blocks[0].note == "09:00-17:00"
    assert face.blocks[1].rows[0].value.text == "09:00-17:00"


async def test_queues_are_never_called_live():
    face = await _face(a_branch())
    assert "not a live count" in face.blocks[-1].text["en"]
