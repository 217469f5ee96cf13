"""A published card reaches the feed of its audience and of nobody else."""

import pytest

from content.cards.model import CardContent
from recommender.catalogue.model import CatalogueItem
from recommender.customers.model import CustomerIn
from recommender.errors import NotFound
from recommender.ports import MARKETING, PERSONALISATION, SYSTEM_ACTOR
from tests.content.builders import ANNA, PASSER_BY, RUTH, content, customer_actor

PEOPLE = {
    "rich": CustomerIn(segment="private", capacity=4),
    "poor": CustomerIn(segment="mass", capacity=4),
    "quiet": CustomerIn(segment="private", capacity=4),
    "unsold": CustomerIn(segment="private", capacity=4),
    "old": CustomerIn(segment="private", capacity=4, senior=True),
}
PURPOSES = {
    "rich": {PERSONALISATION, MARKETING},
    "poor": {PERSONALISATION, MARKETING},
    "quiet": {MARKETING},
    "unsold": {PERSONALISATION},
    "old": {PERSONALISATION, MARKETING},
}


async def publish(root, card_id: str, card: CardContent) -> None:
    async with root.writing() as app:
        made = await app.cards.create(ANNA, card, card_id=card_id)
        await app.cards.submit(ANNA, card_id)
        await app.cards.approve(RUTH, card_id, content_hash=made.content_hash)
        await app.cards.publish(ANNA, card_id)


@pytest.fixture
async def bank(root):
    async with root.writing() as app:
        await app.customers.put_many(SYSTEM_ACTOR, PEOPLE)
        for id_, purposes in PURPOSES.items():
            await app.consents.set_many(SYSTEM_ACTOR, {id_: frozenset(purposes)})
        loose = CatalogueItem("content", "loose", {"en": "Without a card"})
        await app.catalogue.put_many(SYSTEM_ACTOR, [loose])
    return root


async def feed_of(root, customer_id):
    await root.shelf.newest()
    await root.catalogue.newest()
    actor = customer_actor(customer_id) if customer_id else PASSER_BY
    async with root.reading() as app:
        found = await app.feed.cards(actor, customer_id, limit=20, language="en")
    return {card.id for card in found.cards}


async def test_only_the_audience_gets_the_card(bank):
    await publish(bank, "k1", content(audience={"segments": ["private"], "minimum_capacity": 4}))
    await publish(bank, "open", content())
    assert await feed_of(bank, "rich") == {"k1", "open"}
    assert await feed_of(bank, "poor") == {"open"}
    assert await feed_of(bank, None) == {"open"}


async def test_with_personalisation_off_a_card_for_a_segment_stays_away(bank):
    await publish(bank, "k1", content(audience={"segments": ["private"]}))
    assert await feed_of(bank, "quiet") == set()


async def test_marketing_reaches_only_who_agreed_and_no_senior_edition(bank):
    await publish(bank, "k1", content(marketing=True))
    assert await feed_of(bank, "rich") == {"k1"}
    assert await feed_of(bank, "unsold") == set()
    assert await feed_of(bank, "old") == set()


async def test_content_without_a_published_card_is_in_no_feed(bank):
    assert await feed_of(bank, "rich") == set()


async def test_a_withdrawn_card_leaves_the_feed(bank):
    await publish(bank, "k1", content())
    assert await feed_of(bank, "rich") == {"k1"}
    async with bank.writing() as app:
        await app.cards.withdraw(ANNA, "k1")
    assert await feed_of(bank, "rich") == set()


async def test_a_feed_names_its_decision_and_its_words(bank):
    await publish(bank, "k1", content())
    await bank.shelf.newest()
    async with bank.reading() as app:
        found = await app.feed.cards(customer_actor("rich"), "rich", limit=5, language="en")
    async with bank.reading() as app:
        decision = await app.decisions.get(customer_actor("rich"), found.decision_id, "en")
    assert [item.id for item in decision.items] == ["k1"]
    assert found.cards[0].title == "Bonds for beginners"
    assert found.cards[0].image_url == "/art/ridge.svg"


async def test_somebody_elses_feed_is_not_found(bank):
    async with bank.reading() as app:
        with pytest.raises(NotFound):
            await app.feed.cards(customer_actor("poor"), "rich", limit=5, language="en")
