"""Appointments: booked ones can be given back, free ones taken."""

from tests.widgets.fakes import FakeSource, context
from tests.widgets.life import NOW, WORD, FakeLife, a_slot
from widgets.base import Deed
from widgets.kinds import appointments
from widgets.ports import Appointment, Diary

BOOKED = Appointment(id="a1", mode="remote", place=WORD, starts_at=NOW)


async def _rows(diary, **config):
    source = FakeSource(life=FakeLife(diary=diary))
    face = await appointments.load(context(source), appointments.Config(**config))
    return {block.label["en"]: block.rows for block in face.blocks if block.type == "rows"}


async def test_times_are_said_to_the_minute_in_the_readers_language():
    rows = await _rows(Diary(booked=[BOOKED], free=[]))
    title = rows["Your appointments"][0].title
    assert (title["en"], title["zh-Hans"]) == ("Mon 15 Jun 04:00", "6月15日周一 04:00")


async def test_no_more_free_times_than_wanted():
    rows = await _rows(Diary(booked=[], free=[a_slot(f"p.{n}") for n in range(9)]), free=4)
    assert [row.acts[0].item for row in rows["Free"]] == ["p.0", "p.1", "p.2", "p.3"]


async def test_a_full_diary_is_said():
    source = FakeSource(life=FakeLife(diary=Diary(booked=[], free=[])))
    face = await appointments.load(context(source), appointments.Config())
    assert face.blocks[0].text["en"] == "No time is free in the next days."


async def test_deeds_reach_the_port():
    source = FakeSource()
    for name in ("book", "cancel"):
        await appointments.act(context(source), appointments.Config(), Deed(name, "x"))
    assert source.life.done == [("book_appointment", "x"), ("cancel_appointment", "x")]
