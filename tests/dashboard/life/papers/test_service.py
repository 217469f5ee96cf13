"""Documents: listed up to today, read once, written out of the ledger."""

from datetime import date

import pytest

from dashboard.errors import NotFound
from dashboard.life.papers.tables import PaperRow
from dashboard.wiring import Root
from recommender.database import new_id
from tests.dashboard.life.arrange import NAMES, a_bank, stock
from tests.support.arrange import a_customer, a_visitor

ME = a_customer("c1")


def a_paper(dated_on: date = date(2026, 6, 1), **fields) -> dict:
    given = {
        "id": new_id(),
        "customer_id": "c1",
        "kind": "statement",
        "subject": "2026-06",
        "names": NAMES,
        "dated_on": dated_on,
        "expires_on": None,
        "read_at": None,
    }
    return given | fields


async def papers(root: Root, actor=ME):
    async with root.reading() as app:
        return await app.life.papers.papers(actor, "c1")


async def file(root: Root, paper_id: str, actor=ME, language: str = "en"):
    async with root.reading() as app:
        return await app.life.papers.file(actor, actor.customer_id or "c1", paper_id, language)


@pytest.mark.parametrize("actor", [a_visitor(), a_customer("c2")])
async def test_nobody_else_sees_documents(root: Root, actor) -> None:
    row = a_paper()
    await stock(root, PaperRow, [row])
    with pytest.raises(NotFound):
        await papers(root, actor)
    with pytest.raises(NotFound):
        await file(root, row["id"], actor)


async def test_the_newest_come_first_and_tomorrows_not_at_all(root: Root) -> None:
    days = [date(2026, 5, 1), date(2026, 6, 15), date(2026, 6, 16)]
    await stock(root, PaperRow, [a_paper(day) for day in days])
    assert [one.dated_on for one in await papers(root)] == [days[1], days[0]]


async def test_states_are_new_read_and_expired(root: Root) -> None:
    ended = a_paper(kind="contract", subject="deposit-1y", expires_on=date(2026, 6, 14))
    await stock(root, PaperRow, [a_paper(), ended])
    seen = {one.kind: one for one in await papers(root)}
    assert (seen["statement"].state, seen["contract"].state) == ("new", "expired")
    assert seen["contract"].href == "/products/deposit-1y"
    async with root.writing() as app:
        await app.life.papers.mark_read(ME, "c1", seen["statement"].id)
    assert {one.kind: one.state for one in await papers(root)}["statement"] == "read"


async def test_a_statement_holds_the_lines_of_its_month(root: Root) -> None:
    await a_bank(root, minor=12_345)
    june, may = a_paper(), a_paper(subject="2026-05")
    await stock(root, PaperRow, [june, may])
    written = await file(root, june["id"])
    assert written.name == "statement-2026-06.csv"
    assert written.text.splitlines()[1] == "2026-06-10,**** 1234,transfer,Name,123.45,CNY"
    assert len((await file(root, may["id"])).text.splitlines()) == 1


async def test_a_contract_is_no_file(root: Root) -> None:
    row = a_paper(kind="contract", subject="deposit-1y")
    await stock(root, PaperRow, [row])
    with pytest.raises(NotFound):
        await file(root, row["id"])
