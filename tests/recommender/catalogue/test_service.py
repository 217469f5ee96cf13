"""The catalogue: who writes and approves, and when a grade or an article counts."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from pydantic import ValidationError

from dashboard.wiring import Root
from recommender.catalogue.model import CatalogueItem, ContentIn, Link, ProductIn
from recommender.catalogue.service import digest
from recommender.errors import Conflict, NotAllowed, NotFound, Stale
from recommender.ports import REVIEWER, SYSTEM_ACTOR, Actor
from tests.support.arrange import (
    a_compliance_officer,
    a_content,
    a_customer,
    a_key,
    a_product,
    a_reviewer,
)

WRITER = a_key("catalogue:write")


async def _put(root: Root, item: CatalogueItem, actor: Actor = WRITER) -> CatalogueItem:
    async with root.writing() as app:
        return await app.catalogue.put(actor, item)


async def _get(root: Root, kind: str, item_id: str) -> CatalogueItem:
    async with root.reading() as app:
        return await app.catalogue.get(kind, item_id)


async def test_nobody_without_the_scope_writes_items(root: Root) -> None:
    for actor in (a_customer(), a_reviewer(), a_key("events:write")):
        with pytest.raises(NotAllowed):
            await _put(root, a_product(), actor)
    with pytest.raises(NotFound):
        await _get(root, "product", "p1")


async def test_what_was_put_comes_back(root: Root) -> None:
    ends = datetime(2027, 1, 1, tzinfo=UTC)
    item = a_product(topics=("a", "b"), available_until=ends, attributes={"term": 3}, max_age=70)
    await _put(root, item)
    assert await _get(root, "product", "p1") == replace(item, put_by="key:test")


async def test_a_grade_rises_at_once(root: Root) -> None:
    await _put(root, a_product(grade=2))
    await _put(root, a_product(grade=4))
    item = await _get(root, "product", "p1")
    assert (item.grade, item.pending_grade) == (4, None)


async def test_a_grade_falls_only_after_approval(root: Root) -> None:
    await _put(root, a_product(grade=4))
    await _put(root, a_product(grade=2))
    item = await _get(root, "product", "p1")
    assert (item.grade, item.pending_grade) == (4, 2)
    async with root.writing() as app:
        await app.catalogue.approve_grade(a_compliance_officer(), "p1", digest(item))
    item = await _get(root, "product", "p1")
    assert (item.grade, item.pending_grade) == (2, None)


async def test_a_grade_is_approved_by_compliance_and_as_it_was_seen(root: Root) -> None:
    await _put(root, a_product(grade=4))
    await _put(root, a_product(grade=2))
    seen = digest(await _get(root, "product", "p1"))
    await _put(root, a_product(grade=1))
    for actor, error in ((a_reviewer(), NotAllowed), (a_compliance_officer(), Stale)):
        with pytest.raises(error):
            async with root.writing() as app:
                await app.catalogue.approve_grade(actor, "p1", seen)


async def test_a_grade_that_does_not_wait_cannot_be_approved(root: Root) -> None:
    item = await _put(root, a_product())
    with pytest.raises(Conflict):
        async with root.writing() as app:
            await app.catalogue.approve_grade(a_compliance_officer(), "p1", digest(item))


async def test_content_from_outside_waits_for_a_reviewer(root: Root) -> None:
    await _put(root, a_content("a1", "p1"))
    item = await _get(root, "content", "a1")
    assert (item.state, item.links) == ("unreviewed", (Link("p1"),))
    assert (await root.catalogue.newest()).links == ()
    async with root.writing() as app:
        await app.catalogue.approve_content(a_reviewer(), "a1", digest(item))
    assert (await _get(root, "content", "a1")).state == "open"
    assert (await root.catalogue.now()).links == (("a1", "p1", 1.0),)


async def test_approved_content_that_changes_waits_again(root: Root) -> None:
    item = await _put(root, a_content())
    async with root.writing() as app:
        await app.catalogue.approve_content(a_reviewer(), "a1", digest(item))
    assert (await _put(root, a_content())).state == "open"
    assert (await _put(root, a_content("a1", "p1"))).state == "unreviewed"


async def test_nobody_approves_what_they_brought_in_or_did_not_see(root: Root) -> None:
    both = Actor("both", frozenset({REVIEWER}), scopes=frozenset({"catalogue:write"}))
    item = await _put(root, a_content(), both)
    for actor, seen, error in (
        (both, digest(item), NotAllowed),
        (a_compliance_officer(), digest(item), NotAllowed),
        (a_reviewer(), "0" * 64, Stale),
    ):
        with pytest.raises(error):
            async with root.writing() as app:
                await app.catalogue.approve_content(actor, "a1", seen)


async def test_the_system_vouches_for_its_own_content(root: Root) -> None:
    assert (await _put(root, a_content(), SYSTEM_ACTOR)).state == "open"


def test_a_digest_is_the_same_in_every_zone_and_differs_with_the_content() -> None:
    here = datetime(2026, 6, 15, 12, tzinfo=timezone(timedelta(hours=8)))
    item = a_product(available_from=here)
    assert digest(item) == digest(replace(item, available_from=here.astimezone(UTC)))
    assert digest(item) == digest(replace(item, state="unreviewed", put_by="x"))
    assert digest(item) != digest(replace(item, pending_grade=1))
    assert digest(item) != digest(replace(item, titles={"en": "other"}))


def test_items_that_make_no_sense_are_refused() -> None:
    good = {"titles": {"en": "x"}, "grade": 3, "product_type": "fund"}
    day = datetime(2026, 6, 15, tzinfo=UTC)
    for wrong in (
        {"grade": 6},
        {"grade": None},
        {"titles": {}},
        {"titles": {"fr": "x"}},
        {"state": "unreviewed"},
        {"available_from": day, "available_until": day},
        {"available_from": "2026-06-15T00:00:00"},
    ):
        with pytest.raises(ValidationError):
            ProductIn.model_validate(good | wrong)
    with pytest.raises(ValidationError):
        ContentIn.model_validate({"titles": {"en": "x"}, "products": [{"id": "p", "weight": 0}]})
