"""Security alerts: open ones ask, settled ones tell, and freezing is confirmed."""

import pytest

from tests.widgets.fakes import FakeSource, context
from tests.widgets.life import NOW, FakeLife, an_alert
from widgets.base import Deed
from widgets.kinds import alerts
from widgets.ports import Watch


async def _face(*found, **fields):
    life = FakeLife(watch=Watch(alerts=list(found), watched=9, **fields))
    return await alerts.load(context(FakeSource(life=life)), alerts.Config())


async def test_an_open_alert_says_why_and_offers_both_answers():
    face = await _face(an_alert(oddities=("hour", "payee")))
    row = next(block for block in face.blocks if block.type == "rows").rows[0]
    assert row.note["en"] == "in the middle of the night, to somebody new"
    assert [one.name for one in row.acts] == ["mine", "freeze"]
    assert row.acts[1].confirm


async def test_without_an_open_alert_all_is_quiet():
    face = await _face(an_alert(state="mine"))
    assert face.blocks[0].tone == "good"
    assert "9 transfers" in face.blocks[0].text["en"]


async def test_a_frozen_account_is_said_first():
    face = await _face(an_alert(state="frozen"), frozen_since=NOW)
    assert face.blocks[0].icon == "lock"


@pytest.mark.parametrize(
    ("name", "asked"), [("mine", "confirm_transfer"), ("freeze", "freeze_account")]
)
async def test_each_answer_reaches_the_port(name, asked):
    source = FakeSource()
    await alerts.act(context(source), alerts.Config(), Deed(name, "t1"))
    assert source.life.done == [(asked, "t1")]


def test_an_open_page_looks_by_itself_where_the_socket_is_silent():
    assert alerts.WIDGET.refresh_seconds == 30
