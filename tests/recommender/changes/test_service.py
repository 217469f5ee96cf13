import pytest

from recommender.changes.model import Action, State, Subject, hash_of
from recommender.errors import Conflict, Invalid, NotAllowed, NotFound, OwnWork, Stale
from tests.recommender.changes.builders import (
    ANNA,
    BEN,
    CARD,
    OFFICER,
    ROB,
    RUTH,
    STRANGER,
    Ledger,
    changes,
)


async def in_review(service, content=None):
    await service.begin(ANNA, CARD, content or {"title": "One"})
    return await service.submit(ANNA, CARD)


async def test_a_stranger_may_neither_see_nor_make_a_version(session):
    service = changes(session)
    await service.begin(ANNA, CARD, {"title": "One"})
    with pytest.raises(NotAllowed):
        await service.newest(STRANGER, CARD)
    with pytest.raises(NotAllowed):
        await service.edit(STRANGER, CARD, {"title": "Mine"}, base=hash_of({"title": "One"}))


async def test_a_reviewer_who_wrote_nothing_approves(session):
    service = changes(session)
    seen = await in_review(service)
    approved = await service.approve(RUTH, CARD, content_hash=seen.content_hash)
    assert approved.state is State.APPROVED
    assert (await service.newest(RUTH, CARD)).last(Action.APPROVE).actor_id == "ruth"


async def test_a_marketer_may_not_approve_even_the_work_of_others(session):
    service = changes(session)
    seen = await in_review(service)
    with pytest.raises(NotAllowed):
        await service.approve(BEN, CARD, content_hash=seen.content_hash)


async def test_a_reviewer_who_edited_once_may_not_approve_even_after_others_edited(session):
    service = changes(session)
    first = await service.begin(RUTH, CARD, {"title": "One", "body": "x"})
    await service.edit(ANNA, CARD, {"title": "Two", "body": "y"}, base=first.content_hash)
    seen = await service.submit(ANNA, CARD)
    with pytest.raises(OwnWork):
        await service.approve(RUTH, CARD, content_hash=seen.content_hash)
    assert (await service.newest(ROB, CARD)).state is State.REVIEW


async def test_an_editor_of_an_earlier_version_may_not_approve_what_was_built_on_it(session):
    service = changes(session)
    await service.begin(RUTH, CARD, {"title": "One"})
    await service.submit(RUTH, CARD)
    base = await service.approve(ROB, CARD, content_hash=hash_of({"title": "One"}))
    await service.edit(ANNA, CARD, {"title": "One", "body": "y"}, base=base.content_hash)
    seen = await service.submit(ANNA, CARD)
    with pytest.raises(OwnWork):
        await service.approve(RUTH, CARD, content_hash=seen.content_hash)


async def test_an_approval_of_another_hash_is_refused(session):
    service = changes(session)
    await in_review(service)
    with pytest.raises(Stale):
        await service.approve(RUTH, CARD, content_hash=hash_of({"title": "Other"}))


async def test_an_edit_during_review_takes_the_version_out_of_review(session):
    service = changes(session)
    seen = await in_review(service)
    await service.edit(ANNA, CARD, {"title": "Two"}, base=seen.content_hash)
    with pytest.raises(Conflict):
        await service.approve(RUTH, CARD, content_hash=seen.content_hash)
    states = [version.state for version in await service.versions(ANNA, CARD)]
    assert states == [State.DRAFT, State.REPLACED]


async def test_an_edit_after_the_approval_needs_a_new_approval(session):
    service = changes(session)
    seen = await in_review(service)
    await service.approve(RUTH, CARD, content_hash=seen.content_hash)
    edited = await service.edit(ANNA, CARD, {"title": "Two"}, base=seen.content_hash)
    assert (edited.number, edited.state) == (2, State.DRAFT)
    kept = (await service.versions(ANNA, CARD))[1]
    assert (kept.content, kept.state) == ({"title": "One"}, State.APPROVED)


async def test_saving_the_same_content_changes_nothing(session):
    service = changes(session)
    seen = await in_review(service)
    same = await service.edit(RUTH, CARD, {"title": "One"}, base=seen.content_hash)
    assert same.state is State.REVIEW
    assert same.editors == {"anna"}


async def test_a_stale_edit_is_refused(session):
    service = changes(session)
    first = await service.begin(ANNA, CARD, {"title": "One"})
    await service.edit(ANNA, CARD, {"title": "Two"}, base=first.content_hash)
    with pytest.raises(Stale):
        await service.edit(BEN, CARD, {"title": "Three"}, base=first.content_hash)


async def test_changes_are_requested_with_words_and_submitted_again(session):
    service = changes(session)
    await in_review(service)
    with pytest.raises(Invalid):
        await service.request_changes(RUTH, CARD, "  ")
    back = await service.request_changes(RUTH, CARD, "Name the fee.")
    assert back.state is State.CHANGES_REQUESTED
    assert (await service.newest(ANNA, CARD)).last(Action.REQUEST_CHANGES).note == "Name the fee."
    assert (await service.submit(ANNA, CARD)).state is State.REVIEW


async def test_rule_sets_are_approved_by_another_officer_of_compliance(session):
    service = changes(session)
    rules = Subject("rule_set", "cn")
    with pytest.raises(NotAllowed):
        await service.begin(ANNA, rules, {"grade": 3})
    made = await service.begin(OFFICER, rules, {"grade": 3})
    await service.submit(OFFICER, rules)
    with pytest.raises(NotAllowed):
        await service.approve(RUTH, rules, content_hash=made.content_hash)
    with pytest.raises(OwnWork):
        await service.approve(OFFICER, rules, content_hash=made.content_hash)


async def test_versions_are_compared_field_by_field(session):
    service = changes(session)
    seen = await in_review(service, {"title": {"en": "One"}, "n": 1})
    await service.edit(ANNA, CARD, {"title": {"en": "Two"}, "n": 1}, base=seen.content_hash)
    [found] = await service.compare(RUTH, CARD, 1, 2)
    assert (found.field, found.before, found.after) == ("title.en", "One", "Two")
    with pytest.raises(NotFound):
        await service.compare(RUTH, CARD, 1, 9)


async def test_every_step_is_audited_in_order(session):
    audit = Ledger()
    service = changes(session, audit)
    seen = await in_review(service)
    await service.approve(RUTH, CARD, content_hash=seen.content_hash)
    assert audit.entries == [
        ("anna", "change.edit", "card:c1"),
        ("anna", "change.submit", "card:c1"),
        ("ruth", "change.approve", "card:c1"),
    ]


async def test_an_approval_and_an_edit_at_once_do_not_both_win(database):
    """Whoever saw an older state is refused, on both engines."""
    async with database.writing() as session:
        seen = await in_review(changes(session))
    async with database.writing() as session:
        await changes(session).edit(ANNA, CARD, {"title": "Two"}, base=seen.content_hash)
    async with database.writing() as session:
        service = changes(session)
        with pytest.raises(Stale):
            await service._step(RUTH, seen, Action.APPROVE, State.APPROVED, "")
