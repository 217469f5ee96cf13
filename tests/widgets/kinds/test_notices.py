"""Notices."""

from tests.widgets.fakes import context, filled
from widgets.kinds import notices
from widgets.ports import Notice
from widgets.registry import widget


def test_notices_are_mandatory():
    assert widget("notices").mandatory


async def test_newest_first_as_the_bank_gave_them_and_cut():
    source = filled()
    first = source.notice_list[0]
    source.notice_list = [first, *(first.model_copy(update={"id": f"n{n}"}) for n in (2, 3))]
    data = await notices.load(context(source), notices.Config(rows=2))
    assert [row.id for row in data.rows] == ["n1", "n2"]
    assert isinstance(first, Notice)
