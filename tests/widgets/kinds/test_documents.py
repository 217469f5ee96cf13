"""Documents: new ones first, each with its day and state."""

from tests.widgets.fakes import FakeSource, context
from tests.widgets.life import FakeLife, a_paper
from widgets.base import Deed
from widgets.kinds import documents


async def test_new_documents_come_first_and_are_counted():
    papers = [a_paper("old", state="read"), a_paper("new"), a_paper("gone", state="expired")]
    source = FakeSource(life=FakeLife(paper_list=papers))
    face = await documents.load(context(source), documents.Config())
    assert face.blocks[0].value.scaled == 1
    rows = face.blocks[1].rows
    assert [row.id for row in rows] == ["new", "old", "gone"]
    assert [bool(row.acts) for row in rows] == [True, False, False]


async def test_a_document_opens_where_the_bank_can_show_it():
    paper = a_paper(href="/products/deposit-1y")
    source = FakeSource(life=FakeLife(paper_list=[paper]))
    face = await documents.load(context(source), documents.Config())
    assert face.blocks[1].rows[0].href == "/products/deposit-1y"


async def test_reading_reaches_the_port():
    source = FakeSource()
    await documents.act(context(source), documents.Config(), Deed("read", "p1"))
    assert source.life.done == [("mark_read", "p1")]
