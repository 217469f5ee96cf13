"""GET recommendations of a customer, and what goes with an item."""

import pytest

from dashboard.wiring import Root
from recommender.customers.model import CustomerIn
from recommender.ports import COMPLIANCE, MARKETER, RM, SYSTEM_ACTOR
from tests.support.api import ApiCallers

MINE, THEIRS = (f"/api/v1/customers/{one}/recommendations" for one in ("me", "c1"))
RELATED = "/api/v1/items/product/p1/related"


@pytest.fixture(autouse=True)
async def _assessed(api: ApiCallers, root: Root) -> None:
    """Let c1 be assessed; c2 never was."""
    async with root.writing() as app:
        await app.customers.put(SYSTEM_ACTOR, "c1", CustomerIn(capacity=3))


async def test_nobody_is_asked_to_sign_in(api: ApiCallers) -> None:
    for client in (api.nobody(), api.visitor()):
        assert (await client.get(THEIRS)).status_code == 401
    assert (await api.nobody().get(RELATED)).status_code == 401


async def test_someone_elses_recommendations_are_not_there(api: ApiCallers) -> None:
    for client in (await api.customer("c2"), await api.staff(RM)):
        assert (await client.get(THEIRS)).status_code == 404
    assert (await (await api.staff(MARKETER)).get(THEIRS)).status_code == 403
    assert (await (await api.key("events:write")).get(THEIRS)).status_code == 403


async def test_the_answer_holds_items_reasons_and_what_was_withheld(api: ApiCallers) -> None:
    client = await api.customer("c1")
    answer = await client.get(MINE, params={"kinds": "product", "limit": 1, "lang": "en"})
    assert answer.status_code == 200
    told = answer.json()
    assert (told["personalised"], told["allowed"], told["withheld"]) == (True, 2, [])
    item = told["items"][0]
    assert (item["kind"], item["id"], item["title"]) == ("product", "p1", "p1")
    assert sum(reason["share"] for reason in item["reasons"]) == pytest.approx(1)
    assert all(reason["text"] for reason in item["reasons"])
    decision = await client.get(f"/api/v1/decisions/{told['decision_id']}")
    assert decision.json()["id"] == told["decision_id"]


async def test_without_an_assessment_everything_graded_is_withheld(api: ApiCallers) -> None:
    answer = await (await api.customer("c2")).get(MINE, params={"kinds": "product", "lang": "en"})
    told = answer.json()
    assert told["items"] == []
    assert told["withheld"] == [
        {
            "reason": "reassess",
            "count": 2,
            "text": "the risk assessment is missing or has expired",
        }
    ]


async def test_the_language_is_that_of_the_query(api: ApiCallers) -> None:
    client = await api.customer("c2")
    for language, words in (
        ("zh-Hans", "风险测评缺失或已过期"),
        ("zh-Hant", "風險測評缺失或已過期"),
    ):
        answer = await client.get(MINE, params={"kinds": "product", "lang": language})
        assert answer.json()["withheld"][0]["text"] == words


async def test_keys_and_compliance_may_ask_for_anybody(api: ApiCallers) -> None:
    for client in (await api.key("recommend:read"), await api.staff(COMPLIANCE)):
        assert (await client.get(THEIRS)).status_code == 200


@pytest.mark.parametrize(
    "params", [{"limit": 0}, {"limit": 101}, {"kinds": "shares"}, {"scenario": "A B"}]
)
async def test_a_question_that_makes_no_sense_is_refused(
    api: ApiCallers, params: dict[str, str]
) -> None:
    assert (await (await api.customer("c1")).get(MINE, params=params)).status_code == 422


async def test_related_knows_who_asks(api: ApiCallers) -> None:
    client = await api.customer("c1")
    answer = await client.get(RELATED, params={"kinds": "product"})
    assert [one["id"] for one in answer.json()["items"]] == ["p2"]
    assert (await client.get(RELATED, params={"customer_id": "c2"})).status_code == 404
    assert (await client.get("/api/v1/items/product/none/related")).status_code == 404


async def test_a_visitor_sees_only_what_is_open_to_everybody(api: ApiCallers) -> None:
    answer = await api.visitor().get(RELATED, params={"kinds": "product"})
    assert (answer.status_code, answer.json()["items"]) == (200, [])
