"""The editor's handlers: what a marketer and a reviewer do, without a browser."""

import pytest

from dashboard.errors import Invalid, NotAllowed
from dashboard.pages.studio import StudioState
from dashboard.parts.studio.state import EditorState
from recommender.catalogue.model import CatalogueItem
from recommender.changes.model import State
from recommender.errors import OwnWork
from recommender.ports import SYSTEM_ACTOR
from tests.content.builders import ANNA, RUTH, content, customer_actor
from tests.content.test_feed import publish
from tests.dashboard.pages.states import at, run, serving

TEXTS = {"title": "Bonds", "summary": "Short", "body": "A **bond**."}


@pytest.fixture
async def bank(root):
    item = CatalogueItem("product", "p1", {"en": "Deposit", "zh-Hans": "存款"}, grade=1)
    risky = CatalogueItem("product", "p4", {"en": "Shares"}, grade=4)
    async with root.writing() as app:
        await app.catalogue.put_many(SYSTEM_ACTOR, [item, risky])
    await root.catalogue.newest()
    with serving(root):
        yield root


async def editor(actor=ANNA, card="new"):
    state = at(EditorState, f"/studio/cards/{card}")
    await run(actor, EditorState.load, state)
    return state


async def written(actor=ANNA):
    state = await editor(actor)
    for language in ("zh-Hans", "en"):
        await run(actor, EditorState.speak, state, language)
        for field, text in TEXTS.items():
            await run(actor, EditorState.write, state, field, text)
    return state


async def test_a_new_form_names_what_is_missing(bank):
    state = await editor()
    assert state.is_blocked
    assert state.findings[0].message["en"] == "Missing in 简体中文: Title, Summary, Text."


async def test_a_complete_form_is_saved_and_submitted(bank):
    state = await written()
    assert (state.findings, state.is_blocked, state.is_dirty) == ([], False, True)
    await run(ANNA, EditorState.submit, state)
    assert (state.workflow, state.is_dirty, state.number) == ("review", False, 1)
    async with bank.reading() as app:
        view = await app.cards.get(ANNA, state.card)
    assert (view.state, view.content.title["en"]) == (State.REVIEW, "Bonds")


async def test_the_preview_follows_the_typing(bank):
    state = await written()
    await run(ANNA, EditorState.write, state, "title", "Bonds today")
    await run(ANNA, EditorState.show_in, state, "en")
    assert state.preview.title == "Bonds today"
    assert state.preview.body[0]["lines"][0]["spans"][1]["bold"] is True


async def test_readers_of_traditional_characters_are_shown_theirs(bank):
    state = await written()
    await run(ANNA, EditorState.speak, state, "zh-Hans")
    await run(ANNA, EditorState.write, state, "title", "债券")
    await run(ANNA, EditorState.show_in, state, "zh-Hant")
    assert state.preview.title == "債券"


async def test_html_is_named_and_not_saved(bank):
    state = await written()
    await run(ANNA, EditorState.write, state, "body", "<b>bold</b>")
    assert state.is_blocked
    assert state.findings[0].message["zh-Hans"].startswith("不支持 HTML")
    with pytest.raises(Invalid):
        await run(ANNA, EditorState.save, state)


async def test_a_risky_link_asks_for_the_disclosure_and_adds_it(bank):
    state = await written()
    await run(ANNA, EditorState.search, state, "sha")
    assert [one.id for one in state.offered] == ["p4"]
    await run(ANNA, EditorState.link, state, "p4")
    assert any(one.adds_disclosure for one in state.findings)
    await run(ANNA, EditorState.add_disclosure, state)
    assert [one.severity for one in state.findings] == ["warning"]
    assert "Shares" in state.findings[0].message["en"]


async def test_an_offer_becomes_marketing_by_itself(bank):
    state = await written()
    await run(ANNA, EditorState.choose_kind, state, "offer")
    assert state.draft.marketing is True


async def test_times_are_the_banks_local_ones_there_and_back(bank):
    state = await written()
    await run(ANNA, EditorState.set_time, state, "ends_at", "2026-07-01T09:30")
    await run(ANNA, EditorState.save, state)
    again = await editor(card=state.card)
    assert again.draft.ends_at == "2026-07-01T09:30"


async def test_a_reviewer_approves_what_the_page_shows_and_an_author_cannot(bank):
    state = await written()
    await run(ANNA, EditorState.submit, state)
    review = await editor(RUTH, state.card)
    assert (review.is_open, review.is_reviewer, review.wrote_it) == (False, True, False)
    await run(RUTH, EditorState.approve, review, "")
    assert review.workflow == "approved"
    with pytest.raises(NotAllowed):
        await run(ANNA, EditorState.approve, state, "")


async def test_a_reviewer_who_edited_is_told_and_refused(bank):
    state = await written(RUTH)
    await run(RUTH, EditorState.submit, state)
    assert state.wrote_it is True
    with pytest.raises(OwnWork):
        await run(RUTH, EditorState.approve, state, "")


async def test_changes_are_asked_for_with_a_name_and_words(bank):
    state = await written()
    await run(ANNA, EditorState.submit, state)
    review = await editor(RUTH, state.card)
    await run(RUTH, EditorState.send_back, review, "Name the fee.")
    again = await editor(card=state.card)
    assert (again.status, again.steps[-1].note) == ("changes_requested", "Name the fee.")


async def test_publishing_and_withdrawing_move_the_status(bank):
    await publish(bank, "k1", content())
    state = await editor(card="k1")
    assert (state.status, state.live_number, state.steps[-1].action) == ("live", 1, "publish")
    await run(ANNA, EditorState.withdraw, state)
    assert (state.status, state.live_number) == ("withdrawn", 0)
    await run(ANNA, EditorState.publish, state)
    assert state.status == "live"


async def test_a_changed_live_card_shows_both_and_what_differs(bank):
    await publish(bank, "k1", content())
    state = await editor(card="k1")
    await run(ANNA, EditorState.speak, state, "en")
    await run(ANNA, EditorState.write, state, "title", "New")
    await run(ANNA, EditorState.save, state)
    assert (state.number, state.live_number, state.status) == (2, 1, "live")
    await run(ANNA, EditorState.compare, state, 1)
    [line] = state.differences
    assert (line.field["en"], line.before, line.after) == (
        "Title (English)",
        "Bonds for beginners",
        "New",
    )


async def test_the_list_groups_searches_and_stays_closed_to_customers(bank):
    await publish(bank, "k1", content())
    async with bank.writing() as app:
        draft = content(title={"zh-Hans": "黄金", "en": "Gold"})
        await app.cards.create(ANNA, draft, card_id="k2")
    state = at(StudioState, "/studio")
    await run(ANNA, StudioState.load, state)
    assert state.counts == {"": 2, "live": 1, "draft": 1}
    await run(ANNA, StudioState.show, state, "draft")
    assert [line.id for line in state.lines] == ["k2"]
    await run(ANNA, StudioState.show, state, "")
    await run(ANNA, StudioState.search, state, "gold")
    assert [line.id for line in state.lines] == ["k2"]
    with pytest.raises(NotAllowed):
        await run(customer_actor(), StudioState.load, at(StudioState, "/studio"))


async def test_a_long_list_is_drawn_in_parts_and_narrowed_by_topic(bank, monkeypatch):
    monkeypatch.setattr("dashboard.pages.studio.STEP", 2)
    async with bank.writing() as app:
        for number in range(5):
            topics = ("gold",) if number == 0 else ("cash",)
            await app.cards.create(ANNA, content(topics=topics), card_id=f"k{number}")
    state = at(StudioState, "/studio")
    await run(ANNA, StudioState.show, state, "")
    await run(ANNA, StudioState.load, state)
    assert (len(state.lines), state.matching) == (2, 5)
    await run(ANNA, StudioState.lengthen, state)
    assert len(state.lines) == 4
    await run(ANNA, StudioState.narrow, state, "gold")
    assert ([line.id for line in state.lines], state.matching) == (["k0"], 1)
