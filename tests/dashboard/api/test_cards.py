"""/cards, /audiences/estimate and /media: anonymous, someone else's, valid; then the workflow."""

from typing import Any

import httpx
import pytest

from recommender.ports import COMPLIANCE, MARKETER, OPERATOR, REVIEWER, RM
from tests.support.api import ApiCallers

CARDS = "/api/v1/cards"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)
CONTENT: dict[str, Any] = {
    "title": {"zh-Hans": "债券入门", "en": "Bonds for beginners"},
    "summary": {"zh-Hans": "三分钟", "en": "Three minutes"},
    "body": {"zh-Hans": "债券是借条。", "en": "A **bond** is a loan."},
    "products": ["p1"],
}
STEPS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("submit", {"note": ""}),
    ("approve", {"content_hash": "0" * 64}),
    ("request-changes", {"note": "x"}),
    ("publish", {}),
    ("withdraw", {"reason": ""}),
)


async def _made(client: httpx.AsyncClient, card_id: str = "k1", **changes: Any) -> dict[str, Any]:
    answer = await client.post(CARDS, json={"id": card_id, "content": CONTENT | changes})
    assert answer.status_code == 201, answer.text
    body: dict[str, Any] = answer.json()
    return body


async def _published(api: ApiCallers, card_id: str = "k1", **changes: Any) -> None:
    marketer, reviewer = await api.staff(MARKETER), await api.staff(REVIEWER)
    made = await _made(marketer, card_id, **changes)
    for client, step, body in (
        (marketer, "submit", {"note": ""}),
        (reviewer, "approve", {"content_hash": made["content_hash"]}),
        (marketer, "publish", {}),
    ):
        answer = await client.post(f"{CARDS}/{card_id}/{step}", json=body)
        assert answer.status_code == 200, answer.text


async def test_nobody_is_asked_to_sign_in(api: ApiCallers) -> None:
    for client in (api.nobody(), api.visitor()):
        for path in (CARDS, f"{CARDS}/k1", f"{CARDS}/k1/versions", f"{CARDS}/k1/results"):
            assert (await client.get(path)).status_code == 401
        assert (await client.post(CARDS, json={"content": CONTENT})).status_code == 401
        assert (await client.put(f"{CARDS}/k1", json=CONTENT)).status_code == 401
        for step, body in STEPS:
            assert (await client.post(f"{CARDS}/k1/{step}", json=body)).status_code == 401
        assert (await client.post("/api/v1/audiences/estimate", json={})).status_code == 401
        assert (await client.post("/api/v1/media", files={"file": PNG})).status_code == 401


async def test_other_roles_are_refused(api: ApiCallers) -> None:
    await _made(await api.staff(MARKETER))
    others = [await api.customer("c1")]
    others += [await api.staff(role) for role in (RM, OPERATOR, COMPLIANCE)]
    for client in others:
        assert (await client.get(CARDS)).status_code == 403
        assert (await client.get(f"{CARDS}/k1")).status_code == 403
        for step, body in STEPS:
            assert (await client.post(f"{CARDS}/k1/{step}", json=body)).status_code == 403
        assert (await client.post("/api/v1/audiences/estimate", json={})).status_code == 403
        assert (await client.post("/api/v1/media", files={"file": PNG})).status_code == 403


async def test_a_marketer_may_not_decide(api: ApiCallers) -> None:
    marketer = await api.staff(MARKETER)
    made = await _made(marketer)
    await marketer.post(f"{CARDS}/k1/submit", json={})
    approval = {"content_hash": made["content_hash"]}
    assert (await marketer.post(f"{CARDS}/k1/approve", json=approval)).status_code == 403
    back = await marketer.post(f"{CARDS}/k1/request-changes", json={"note": "x"})
    assert back.status_code == 403


async def test_a_card_goes_from_draft_to_its_readers_and_away(api: ApiCallers) -> None:
    marketer, customer = await api.staff(MARKETER), await api.customer("c1")
    await _published(api)
    assert (await marketer.get(f"{CARDS}/k1")).json()["standing"] == "live"
    article = await customer.get(f"{CARDS}/k1/read?lang=en")
    assert article.status_code == 200
    assert article.json()["blocks"][0]["lines"][0]["spans"][1] == {
        "text": "bond",
        "bold": True,
        "italic": False,
        "href": "",
    }
    gone = await marketer.post(f"{CARDS}/k1/withdraw", json={"reason": "old"})
    assert gone.json()["standing"] == "withdrawn"
    assert (await customer.get(f"{CARDS}/k1/read")).status_code == 404


async def test_a_customer_outside_the_audience_finds_nothing(api: ApiCallers) -> None:
    await _published(api, audience={"segments": ["private"]})
    for client in (await api.customer("c1"), api.visitor()):
        answer = await client.get(f"{CARDS}/k1/read")
        assert answer.status_code == 404
        assert answer.headers["content-type"].startswith("application/problem+json")


async def test_an_author_who_is_a_reviewer_may_not_approve_her_own(api: ApiCallers) -> None:
    reviewer = await api.staff(REVIEWER)
    made = await _made(reviewer)
    await reviewer.post(f"{CARDS}/k1/submit", json={})
    approval = {"content_hash": made["content_hash"]}
    answer = await reviewer.post(f"{CARDS}/k1/approve", json=approval)
    assert (answer.status_code, answer.json()["title"]) == (403, "Four eyes")


async def test_an_approval_of_another_hash_is_stale(api: ApiCallers) -> None:
    marketer, reviewer = await api.staff(MARKETER), await api.staff(REVIEWER)
    await _made(marketer)
    await marketer.post(f"{CARDS}/k1/submit", json={})
    answer = await reviewer.post(f"{CARDS}/k1/approve", json={"content_hash": "0" * 64})
    assert answer.status_code == 412


async def test_a_blocked_word_stops_the_submission_with_its_rule(api: ApiCallers) -> None:
    marketer = await api.staff(MARKETER)
    await _made(marketer, title={"zh-Hans": "保本保收益", "en": "Bonds"})
    answer = await marketer.post(f"{CARDS}/k1/submit", json={})
    assert answer.status_code == 422
    assert "106" in answer.json()["details"][0]["rule"]


async def test_html_is_refused_before_any_review(api: ApiCallers) -> None:
    marketer = await api.staff(MARKETER)
    body = {"zh-Hans": "x", "en": "<script>alert(1)</script>"}
    answer = await marketer.post(CARDS, json={"content": CONTENT | {"body": body}})
    assert answer.status_code == 422


@pytest.mark.parametrize(("tag", "status"), [(None, 428), ('"0000"', 412)])
async def test_an_edit_needs_the_tag_of_what_it_changed(
    api: ApiCallers, tag: str | None, status: int
) -> None:
    marketer = await api.staff(MARKETER)
    await _made(marketer)
    headers = {"If-Match": tag} if tag else {}
    answer = await marketer.put(f"{CARDS}/k1", json=CONTENT | {"topics": ["x"]}, headers=headers)
    assert answer.status_code == status


async def test_an_edit_of_a_live_card_is_a_new_version_and_can_be_compared(api: ApiCallers) -> None:
    marketer = await api.staff(MARKETER)
    await _published(api)
    tag = (await marketer.get(f"{CARDS}/k1")).headers["etag"]
    changed = CONTENT | {"title": {"zh-Hans": "新", "en": "New"}}
    edited = await marketer.put(f"{CARDS}/k1", json=changed, headers={"If-Match": tag})
    assert (edited.json()["number"], edited.json()["live_number"]) == (2, 1)
    versions = (await marketer.get(f"{CARDS}/k1/versions")).json()["versions"]
    assert [(one["number"], one["is_live"]) for one in versions] == [(2, False), (1, True)]
    found = await marketer.get(f"{CARDS}/k1/versions/compare?before=1&after=2")
    assert {one["field"] for one in found.json()} == {"title.en", "title.zh-Hans"}


async def test_the_estimate_adds_up(api: ApiCallers) -> None:
    marketer = await api.staff(MARKETER)
    wanted = {"audience": {"segments": ["private"]}, "marketing": True}
    found = (await marketer.post("/api/v1/audiences/estimate", json=wanted)).json()
    assert found["base"] == 2
    assert found["reached"] + sum(one["count"] for one in found["losses"]) == 2


async def test_results_are_for_staff_and_count_from_nothing(api: ApiCallers) -> None:
    await _made(await api.staff(MARKETER))
    officer = await api.staff(COMPLIANCE)
    answer = await officer.get(f"{CARDS}/k1/results")
    assert answer.status_code == 200
    assert answer.json()["total"]["impressions"] == 0


async def test_a_picture_is_sent_as_what_it_is(api: ApiCallers) -> None:
    marketer = await api.staff(MARKETER)
    made = await marketer.post("/api/v1/media", files={"file": ("evil.html", PNG, "text/html")})
    assert made.status_code == 201
    answer = await api.visitor().get(made.json()["url"])
    assert answer.content == PNG
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("data", [b"<svg onload=alert(1)>", b"GIF89a", PNG + bytes(2**21)])
async def test_other_files_and_large_ones_are_refused(api: ApiCallers, data: bytes) -> None:
    marketer = await api.staff(MARKETER)
    assert (await marketer.post("/api/v1/media", files={"file": data})).status_code == 422


@pytest.mark.parametrize("name", ["nothing", "../secret", "0" * 32 + ".svg", "0" * 32 + ".png"])
async def test_other_names_give_nothing(api: ApiCallers, name: str) -> None:
    assert (await api.visitor().get(f"/api/v1/media/{name}")).status_code in (404, 422)
