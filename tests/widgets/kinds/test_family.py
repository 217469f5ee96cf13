"""The family: figures with consent, none without."""

from tests.widgets.fakes import FakeSource, context
from tests.widgets.life import WORD, FakeLife, a_household, yuan
from widgets.base import Deed
from widgets.kinds import family
from widgets.ports import Member, Request


async def _face(household):
    source = FakeSource(life=FakeLife(household=household))
    return await family.load(context(source), family.Config())


async def test_a_member_who_did_not_agree_shows_no_figure():
    asked = Member(id="f1", name=WORD, relation=WORD, state="asked", worth=yuan(9))
    face = await _face(a_household(members=[asked], together=None))
    row = face.blocks[1].rows[0]
    assert (row.value, row.chip["en"]) == (None, "Asked")
    assert face.blocks[0].value.text["en"] == "Nobody has agreed yet"


async def test_agreeing_asks_first_and_ending_is_always_there():
    seen = Request(id="f2", name=WORD, relation=WORD, state="agreed")
    asked = Request(id="f3", name=WORD, relation=WORD, state="asked")
    face = await _face(a_household(requests=[seen, asked]))
    ended, agreed = [row.acts[0] for row in face.blocks[2].rows]
    assert (ended.name, agreed.name, bool(agreed.confirm)) == ("end", "agree", True)


async def test_answers_reach_the_port():
    source = FakeSource()
    for name in ("agree", "end"):
        await family.act(context(source), family.Config(), Deed(name, "f2"))
    assert source.life.done == [("answer_request", "f2", True), ("answer_request", "f2", False)]
