"""Interest tags: seen, taken away with effect on the next answer, and given back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from dashboard.wiring import Root
from recommender.answer import Answer
from recommender.errors import NotAllowed, NotFound
from recommender.experiments.export import Sources, export
from recommender.interactions.model import READ_MS
from recommender.ports import SYSTEM_ACTOR, Actor
from recommender.tags.model import TagList
from tests.support.arrange import a_batch, a_customer, a_key, an_event, an_rm
from tests.support.engine import fill_bank, items, serve

READER, SILENT = "c0001", "c0005"
ABOUT, LINKED = "a07", "p07"
OWN = a_customer(READER)


@pytest.fixture
async def banked(root: Root) -> Root:
    """Give a Root with a trained bank whose first contents are about gold, and one about tax."""
    await fill_bank(root, [READER, SILENT], [READER])
    topics = {ABOUT: ("gold",), "a08": ("gold", "tax")}
    async with root.writing() as app:
        tagged = [replace(one, topics=topics[one.id]) for one in items() if one.id in topics]
        await app.catalogue.put_many(SYSTEM_ACTOR, tagged)
    await serve(root)
    return root


async def read(root: Root, content_id: str, customer_id: str = READER) -> None:
    event = an_event(
        customer_id=customer_id,
        kind="content",
        item_id=content_id,
        action="view",
        dwell_ms=READ_MS,
    )
    async with root.reading() as app:
        receipt = await app.interactions.ingest(a_key("events:write"), a_batch(event))
    assert receipt.accepted == 1, receipt.rejected


async def tags(root: Root, actor: Actor = OWN, customer_id: str = READER) -> TagList:
    async with root.reading() as app:
        return await app.tags.list(actor, customer_id, "en")


async def change(root: Root, verb: str, tag: str, actor: Actor = OWN) -> None:
    async with root.writing() as app:
        await getattr(app.tags, verb)(actor, READER, tag)


async def answer(root: Root) -> Answer:
    async with root.reading() as app:
        return await app.recommend.recommend(OWN, READER, ("product",), "home", 20, "en")


def score(given: Answer) -> float:
    return next(one.score for one in given.items if one.id == LINKED)


async def test_tag_names_its_share_and_its_signals(banked: Root) -> None:
    await read(banked, ABOUT)
    await read(banked, ABOUT)
    await read(banked, "a08")
    gold, tax = (await tags(banked)).tags
    assert (gold.id, gold.title, tax.id) == ("gold", "Gold", "tax")
    assert gold.share == pytest.approx(2.5 / 3)
    assert [(one.id, one.times) for one in gold.signals] == [
        ("content:a08", 1),
        (f"content:{ABOUT}", 2),
    ]


async def test_removed_tag_counts_no_more_in_the_next_answer(banked: Root) -> None:
    before = score(await answer(banked))
    await read(banked, ABOUT)
    raised = score(await answer(banked))
    assert raised > before
    await change(banked, "remove", "gold")
    assert score(await answer(banked)) == before
    assert (await tags(banked)).tags == ()


async def test_removed_tag_silences_what_is_read_later(banked: Root) -> None:
    before = score(await answer(banked))
    await change(banked, "remove", "gold")
    await read(banked, ABOUT)
    assert score(await answer(banked)) == before


async def test_restored_tag_speaks_again(banked: Root) -> None:
    await read(banked, ABOUT)
    raised = score(await answer(banked))
    await change(banked, "remove", "gold")
    await change(banked, "restore", "gold")
    assert score(await answer(banked)) == raised
    assert (await tags(banked)).removed == ()


async def test_one_signal_is_removed_and_the_others_stay(banked: Root) -> None:
    await read(banked, ABOUT)
    await read(banked, "a08")
    await change(banked, "remove", f"content:{ABOUT}")
    found = await tags(banked)
    assert [one.id for one in found.tags[0].signals] == ["content:a08"]
    (removed,) = found.removed
    assert (removed.id, removed.title) == (f"content:{ABOUT}", f"About {ABOUT}")


async def test_decisions_made_before_still_replay(banked: Root) -> None:
    await read(banked, ABOUT)
    made = await answer(banked)
    await change(banked, "remove", "gold")
    async with banked.reading() as app:
        replay = await app.decisions.replay(OWN, made.decision_id)
    assert replay.equal, replay.differences


async def test_training_leaves_out_what_was_removed(banked: Root) -> None:
    await read(banked, ABOUT)
    await change(banked, "remove", "gold")
    sources = Sources(banked.database, banked.scopes, banked.catalogue)
    dataset = await export(sources, banked.clock.now() + timedelta(seconds=1))
    column = next(n for n, item in enumerate(dataset.items) if item.id == ABOUT)
    row = dataset.users.index(READER)
    assert dataset.user_items[row, column] == 0


async def test_adviser_sees_no_reading_that_was_removed(banked: Root) -> None:
    await read(banked, ABOUT)
    since = banked.clock.now() - timedelta(days=1)
    async with banked.reading() as app:
        assert await app.interactions.reads([READER], since)
    await change(banked, "remove", "gold")
    async with banked.reading() as app:
        assert not await app.interactions.reads([READER], since)


async def test_without_consent_no_tag_is_used(banked: Root) -> None:
    await read(banked, ABOUT, SILENT)
    found = await tags(banked, a_customer(SILENT), SILENT)
    assert (found.personalised, found.tags) == (False, ())


async def test_unknown_tag_is_named(banked: Root) -> None:
    for tag in ("nonsense", "content:nonsense"):
        with pytest.raises(NotFound):
            await change(banked, "remove", tag)


async def test_strangers_find_no_customer_and_advisers_change_nothing(banked: Root) -> None:
    for stranger in (a_customer("c0002"), an_rm("c0002")):
        with pytest.raises(NotFound):
            await tags(banked, stranger)
    with pytest.raises(NotAllowed):
        await change(banked, "remove", "gold", an_rm(READER))
