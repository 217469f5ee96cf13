"""My adviser: the thread, and whether it waits."""

from tests.widgets.fakes import FakeSource, context
from tests.widgets.life import NOW, WORD, FakeLife
from widgets.base import Deed
from widgets.kinds import manager
from widgets.ports import Adviser, Message


def _message(n, *, is_mine):
    return Message(id=f"m{n}", is_mine=is_mine, text=f"text {n}", at=NOW)


async def _face(adviser):
    return await manager.load(context(FakeSource(life=FakeLife(adviser=adviser))), manager.Config())


async def test_a_larger_card_shows_more_of_the_thread():
    thread = tuple(_message(n, is_mine=n % 2 == 0) for n in range(8))
    face = await _face(Adviser(name=WORD, thread=thread))
    last = next(block for block in face.blocks if block.type == "note")
    thread = next(block for block in face.blocks if block.type == "rows")
    assert (last.text, last.until) == ("text 7", "M")
    assert [row.note for row in thread.rows] == [f"text {n}" for n in range(7, 2, -1)]


async def test_a_message_without_an_answer_is_said():
    thread = (_message(1, is_mine=True),)
    face = await _face(Adviser(name=WORD, thread=thread, waits_for_answer=True))
    notes = [block.text for block in face.blocks if block.type == "note"]
    assert notes[-1]["en"] == "Your last message waits for its answer."


async def test_writing_leads_to_the_page_and_calling_is_a_deed():
    face = await _face(Adviser(name=WORD))
    write, call = face.blocks[-1].acts
    assert (write.href, call.name, bool(call.confirm)) == ("/adviser", "call", True)


async def test_the_wish_to_be_called_reaches_the_port():
    source = FakeSource()
    await manager.act(context(source), manager.Config(), Deed("call"))
    assert source.life.done == [("ask_for_call",)]
