"""Erasure: nothing of the customer is left in any table, and the audit proves what was done."""

import pytest
from sqlalchemy import text

from dashboard.audit.verification import verify
from dashboard.errors import Conflict, NotAllowed, NotFound
from dashboard.rights.model import Erasure, HoldIn
from dashboard.wiring import Root
from recommender.ports import Actor
from tests.support.arrange import (
    a_batch,
    a_compliance_officer,
    a_customer,
    a_key,
    a_reviewer,
    an_event,
    an_rm,
)
from tests.support.person import ACCOUNT, MYSELF, VISITOR, WALKER, leave_traces, seal_all, traces

UNTOLD = {"decisions.body"}


@pytest.fixture
async def walked(root: Root) -> Root:
    """Give a Root in which the person has left traces everywhere."""
    await leave_traces(root)
    return root


async def erased(root: Root, actor: Actor = MYSELF) -> Erasure:
    return await root.eraser.erase(actor, WALKER)


async def execute(root: Root, statement: str) -> None:
    async with root.database.writing() as session:
        await session.execute(text(statement))


async def test_the_traces_are_there_before(walked: Root) -> None:
    tables = {one.partition(".")[0] for one in await traces(walked.database)}
    assert {
        "audit_entries",
        "bank_accounts",
        "bank_customers",
        "bank_postings",
        "consent_versions",
        "consents",
        "contacts",
        "customers",
        "decisions",
        "desk_portfolios",
        "event_receipts",
        "events",
        "followups",
        "layout_versions",
        "notices_seen",
        "preferences",
        "sessions",
        "sign_in_failures",
        "users",
        "visitors",
    } <= tables


@pytest.mark.parametrize(
    "actor", [MYSELF, a_compliance_officer(), a_key("customers:erase")], ids=lambda one: one.id
)
async def test_no_table_holds_anything_of_an_erased_customer(walked: Root, actor: Actor) -> None:
    await erased(walked, actor)
    await seal_all(walked)
    assert await traces(walked.database) == []


async def test_others_keep_all_that_they_had(walked: Root) -> None:
    async with walked.reading() as app:
        await app.interactions.ingest(a_customer("c1"), a_batch(an_event()))
    await erased(walked)
    async with walked.reading() as app:
        assert len(await app.interactions.history("c1")) == 1
        assert (await app.customers.facts("c2")).segment == "mass"


async def test_what_the_law_keeps_stays_under_a_pseudonym(walked: Root) -> None:
    done = await erased(walked)
    kept = {one.table: one.rows for one in done.kept}
    assert kept == {
        "bank_accounts": 1,
        "bank_bills": 1,
        "bank_deposits": 1,
        "bank_trades": 1,
        "consent_versions": 2,
    }
    async with walked.reading() as app:
        query = text("SELECT account_id FROM bank_postings")
        assert await app.session.scalar(query) == f"{done.pseudonym}-current"


async def test_the_audit_verifies_after_an_erasure(walked: Root) -> None:
    await seal_all(walked)
    done = await erased(walked)
    assert (done.decisions.count, done.audit_entries.count > 3) == (1, True)
    assert (await verify(walked.database, walked.anchors)).faults == []
    await seal_all(walked)
    assert (await verify(walked.database, walked.anchors)).faults == []


async def test_an_entry_emptied_under_an_erasure_of_others_is_found(walked: Root) -> None:
    done = await erased(walked)
    await seal_all(walked)
    packed = "X'" + done.id.replace("-", "") + "'"
    if not walked.database.is_sqlite:
        packed = f"decode('{done.id.replace('-', '')}', 'hex')"
    emptied = "UPDATE audit_entries SET detail = '{}', erasure = "
    await execute(walked, f"{emptied}{packed} WHERE action = 'item.put'")
    faults = (await verify(walked.database, walked.anchors)).faults
    assert [one.kind for one in faults] == ["erasure"]


async def test_a_decision_emptied_without_an_erasure_is_found(walked: Root) -> None:
    await seal_all(walked)
    await execute(walked, "UPDATE decisions SET body = digest")
    faults = (await verify(walked.database, walked.anchors)).faults
    assert [one.kind for one in faults] == ["decision"]


async def test_serving_forgets_at_once(walked: Root) -> None:
    async with walked.reading() as app:
        await app.recommend.recommend(MYSELF, WALKER, ("product",), "home", 5, "en")
    await erased(walked)
    async with walked.reading() as app:
        for actor in (MYSELF, a_key("recommend:read")):
            with pytest.raises(NotFound):
                await app.recommend.recommend(actor, WALKER, ("product",), "home", 5, "en")
        assert await app.interactions.history(WALKER) == ()
        assert await app.decisions.of_customer(a_compliance_officer(), WALKER) == []
    assert walked.recent._places == {}


async def test_nothing_more_is_taken_about_an_erased_customer(walked: Root) -> None:
    await erased(walked)
    late = an_event(event_id="late", customer_id=WALKER)
    async with walked.reading() as app:
        receipt = await app.interactions.ingest(a_key("events:write"), a_batch(late))
    assert (receipt.accepted, len(receipt.rejected)) == (0, 1)
    assert await traces(walked.database) == []


async def test_what_arrives_during_an_erasure_is_swept(walked: Root) -> None:
    await erased(walked)
    late = an_event(event_id="late-7741", customer_id=WALKER)
    async with walked.writing() as app:
        rows = await app.interactions.rows([late], layer=None)
        await app.interactions._repository.add(rows)
    assert await walked.eraser.sweep() == 1
    await seal_all(walked)
    assert await traces(walked.database) == []
    assert (await verify(walked.database, walked.anchors)).faults == []


async def test_a_legal_hold_refuses_and_the_refusal_is_recorded(walked: Root) -> None:
    officer = a_compliance_officer()
    async with walked.writing() as app:
        await app.rights.place_hold(officer, WALKER, HoldIn(reason="Court order 12"))
    with pytest.raises(Conflict, match="legal hold"):
        await erased(walked)
    assert "customers.id" in await traces(walked.database)
    async with walked.reading() as app:
        query = text("SELECT count(*) FROM audit_entries WHERE action = 'customer.erase_refused'")
        assert await app.session.scalar(query) == 1
    async with walked.writing() as app:
        await app.rights.lift_hold(officer, WALKER)
    await erased(walked)
    assert await traces(walked.database) == []


async def test_only_the_customer_compliance_and_keys_with_the_scope_erase(walked: Root) -> None:
    for stranger in (a_customer("c1"), a_reviewer(), a_key("customers:write")):
        with pytest.raises(NotFound):
            await erased(walked, stranger)
    with pytest.raises(NotAllowed):
        await erased(walked, an_rm(WALKER))
    assert "customers.id" in await traces(walked.database)


async def test_a_second_erasure_finds_nobody(walked: Root) -> None:
    await erased(walked)
    with pytest.raises(NotFound):
        await erased(walked, a_compliance_officer())


async def test_the_receipt_names_nobody(walked: Root) -> None:
    told = (await erased(walked)).model_dump_json()
    assert not any(word in told for word in (WALKER, ACCOUNT, VISITOR))
