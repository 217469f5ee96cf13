"""PUT /products/{id} and /contents/{id}, and their approval."""

from dashboard.wiring import Root
from recommender.ports import COMPLIANCE, MARKETER, REVIEWER
from tests.support.api import ApiCallers

PRODUCT, CONTENT = "/api/v1/products/p9", "/api/v1/contents/a9"
FUND = {"titles": {"en": "Nine"}, "grade": 4, "product_type": "fund"}
ARTICLE = {"titles": {"en": "About"}, "products": [{"id": "p1", "weight": 0.5}]}


async def test_nobody_is_asked_to_sign_in(api: ApiCallers) -> None:
    for path, body in ((PRODUCT, FUND), (CONTENT, ARTICLE)):
        assert (await api.nobody().put(path, json=body)).status_code == 401
        assert (await api.nobody().get(path)).status_code == 401


async def test_only_keys_with_the_scope_store_items(api: ApiCallers) -> None:
    callers = (await api.customer("c1"), await api.staff(MARKETER), await api.key("events:write"))
    for caller in callers:
        assert (await caller.put(PRODUCT, json=FUND)).status_code == 403
        assert (await caller.put(CONTENT, json=ARTICLE)).status_code == 403
    assert (await callers[0].get(PRODUCT)).status_code == 403


async def test_content_is_unreviewed_until_a_reviewer_approves_what_was_seen(
    api: ApiCallers, root: Root
) -> None:
    sender, reviewer = await api.key("catalogue:write"), await api.staff(REVIEWER)
    stored = (await sender.put(CONTENT, json=ARTICLE)).json()
    assert stored["state"] == "unreviewed"
    approve, right = f"{CONTENT}/approve", {"hash": stored["hash"]}
    assert (await sender.post(approve, json=right)).status_code == 403
    assert (await reviewer.post(approve, json={"hash": "0" * 64})).status_code == 412
    assert (await reviewer.post(approve, json=right)).json()["state"] == "open"
    assert ("a9", "p1", 0.5) in (await root.catalogue.now()).links


async def test_a_lower_grade_waits_for_compliance(api: ApiCallers) -> None:
    sender, officer = await api.key("catalogue:write"), await api.staff(COMPLIANCE)
    await sender.put(PRODUCT, json=FUND)
    lower = (await sender.put(PRODUCT, json=FUND | {"grade": 2})).json()
    assert (lower["grade"], lower["pending_grade"]) == (4, 2)
    approve, right = f"{PRODUCT}/approve-grade", {"hash": lower["hash"]}
    assert (await (await api.staff(REVIEWER)).post(approve, json=right)).status_code == 403
    assert (await officer.post(approve, json=right)).json()["grade"] == 2
    assert (await officer.get(PRODUCT)).json()["grade"] == 2


async def test_what_makes_no_sense_is_refused(api: ApiCallers) -> None:
    sender = await api.key("catalogue:write")
    assert (await sender.put(PRODUCT, json=FUND | {"grade": 6})).status_code == 422
    assert (await sender.put(CONTENT, json=ARTICLE | {"state": "open"})).status_code == 422
    assert (await sender.get("/api/v1/products/none")).status_code == 404


async def test_product_is_linked_once(api: ApiCallers) -> None:
    sender = await api.key("catalogue:write")
    twice = ARTICLE | {"products": [{"id": "p1"}, {"id": "p1", "weight": 0.5}]}
    assert (await sender.put(CONTENT, json=twice)).status_code == 422
