"""Bills, billers, alerts, appointments, messages, documents and transfers over HTTP."""

import pytest

from dashboard.life.billers.tables import BillerRow
from dashboard.life.demo import town
from dashboard.life.papers.tables import PaperRow
from dashboard.life.places.tables import PlaceRow
from dashboard.wiring import Root
from tests.dashboard.life.arrange import a_bank, owed, stock
from tests.dashboard.life.papers.test_service import a_paper
from tests.support.api import ApiCallers

OWN = "/api/v1/customers/c1"
TRANSFER = {
    "transfer_id": "t-1",
    "customer_id": "c1",
    "payee_id": "payee-x",
    "payee": {"en": "Stranger"},
    "amount_minor": 800_000,
}
ROUTES = ("/bills", "/alerts", "/appointments", "/messages", "/documents")


@pytest.fixture
async def stocked(root: Root, api: ApiCallers) -> Root:
    """Give a process with accounts, branches and a bill."""
    await a_bank(root, minor=10**7)
    await stock(root, PlaceRow, town.places())
    return root


@pytest.mark.parametrize("route", ROUTES)
async def test_nobody_is_asked_to_sign_in(api: ApiCallers, route: str) -> None:
    for client in (api.nobody(), api.visitor()):
        assert (await client.get(OWN + route)).status_code == 401


@pytest.mark.parametrize("route", ROUTES)
async def test_someone_elses_matters_are_not_there(
    stocked: Root, api: ApiCallers, route: str
) -> None:
    other = await api.customer("c2")
    assert (await other.get(OWN + route)).status_code == 404


async def test_a_bill_is_paid_once_over_http(stocked: Root, api: ApiCallers) -> None:
    bill, owner = await owed(stocked), await api.customer("c1")
    listed = (await owner.get("/api/v1/customers/me/bills")).json()
    assert [one["id"] for one in listed] == [bill]
    paid = [(await owner.post(f"{OWN}/bills/{bill}/pay")).json() for _ in range(2)]
    assert [one["is_new"] for one in paid] == [True, False]
    other = await api.customer("c2")
    assert (await other.post(f"{OWN}/bills/{bill}/pay")).status_code == 404


async def test_too_little_money_is_a_conflict_with_a_sentence(
    stocked: Root, api: ApiCallers
) -> None:
    bill, owner = await owed(stocked, minor=10**8), await api.customer("c1")
    refused = await owner.post(f"{OWN}/bills/{bill}/pay")
    assert refused.status_code == 409
    assert "not enough money" in refused.json()["detail"]


async def test_billers_are_searched_by_customers_and_keys(root: Root, api: ApiCallers) -> None:
    await stock(root, BillerRow, list(town.billers())[:60])
    for client in (await api.customer("c1"), await api.key("recommend:read")):
        found = (await client.get("/api/v1/billers?query=zls&region=beijing&limit=2")).json()
        assert (len(found["found"]), found["known"]) == (2, 60)
    assert (await api.nobody().get("/api/v1/billers")).status_code == 401


async def test_an_injected_transfer_is_an_alert_in_the_next_answer(
    stocked: Root, api: ApiCallers
) -> None:
    core, owner = await api.key("transfers:write"), await api.customer("c1")
    taken = (await core.post("/api/v1/transfers", json=TRANSFER)).json()
    assert taken["oddities"] == ["amount", "payee"]
    (alert,) = (await owner.get(f"{OWN}/alerts")).json()["alerts"]
    frozen = (await owner.post(f"{OWN}/alerts/{alert['id']}/freeze")).json()
    assert frozen["frozen_since"]
    again = await core.post("/api/v1/transfers", json=TRANSFER | {"transfer_id": "t-2"})
    assert again.status_code == 409
    assert (await owner.delete(f"{OWN}/alerts/freeze")).status_code == 403
    officer = await api.staff("compliance")
    assert (await officer.delete(f"{OWN}/alerts/freeze")).status_code == 204


async def test_a_customer_reports_no_transfers(stocked: Root, api: ApiCallers) -> None:
    owner = await api.customer("c1")
    assert (await owner.post("/api/v1/transfers", json=TRANSFER)).status_code == 403


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount_minor": 0},
        {"payee": {}},
        {"payee": {"en": "a\x00b"}},
        {"at": "2026-06-15T10:00:00"},
        {"at": "0001-01-01T00:00:00Z"},
    ],
)
async def test_a_wrong_report_is_refused(stocked: Root, api: ApiCallers, wrong: dict) -> None:
    core = await api.key("transfers:write")
    assert (await core.post("/api/v1/transfers", json=TRANSFER | wrong)).status_code == 422


async def test_an_appointment_is_booked_and_given_back(stocked: Root, api: ApiCallers) -> None:
    owner = await api.customer("c1")
    slot = (await owner.get(f"{OWN}/appointments")).json()["free"][0]["id"]
    booked = await owner.post(f"{OWN}/appointments", json={"slot": slot})
    assert booked.status_code == 201
    other = await api.customer("c2")
    late = await other.post("/api/v1/customers/me/appointments", json={"slot": slot})
    assert late.status_code == 409
    gone = await owner.delete(f"{OWN}/appointments/{booked.json()['id']}")
    assert gone.status_code == 204


async def test_a_statement_comes_as_a_file(stocked: Root, api: ApiCallers) -> None:
    row = a_paper()
    await stock(stocked, PaperRow, [row])
    owner = await api.customer("c1")
    (paper,) = (await owner.get(f"{OWN}/documents")).json()
    file = await owner.get(paper["href"])
    assert file.headers["content-type"].startswith("text/csv")
    assert file.text.startswith("date,account,kind")


async def test_a_message_needs_somebody_who_looks_after_one(stocked: Root, api: ApiCallers) -> None:
    owner = await api.customer("c1")
    assert (await owner.post(f"{OWN}/messages", json={"text": "Hello"})).status_code == 409
    assert (await owner.post(f"{OWN}/messages", json={"text": "  "})).status_code == 422
    assert (await owner.get(f"{OWN}/messages")).json() == []
