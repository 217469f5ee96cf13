"""Notices."""

from tests.widgets.faces import rows
from tests.widgets.fakes import context, filled
from widgets.kinds import notices
from widgets.registry import widget


def test_notices_are_mandatory():
    assert widget("notices").mandatory


async def test_newest_first_as_the_bank_gave_them_and_cut():
    source = filled()
    first = source.notice_list[0]
    source.notice_list = [first, *(first.model_copy(update={"id": f"n{n}"}) for n in (2, 3))]
    shown = rows(await notices.load(context(source), notices.Config(rows=2)))
    assert ([row.id for row in shown.rows], shown.more) == (["n1", "n2"], 1)


async def test_level_is_said_in_words():
    source = filled()
    source.notice_list = [source.notice_list[0].model_copy(update={"level": "critical"})]
    shown = rows(await notices.load(context(source), notices.Config()))
    assert shown.rows[0].chip["en"] == "Important"


async def test_long_notice_is_cut_and_never_fails():
    source = filled()
    source.notice_list = [source.notice_list[0].model_copy(update={"body": {"en": "x" * 900}})]
    shown = rows(await notices.load(context(source), notices.Config()))
    assert len(shown.rows[0].note["en"]) == 400
