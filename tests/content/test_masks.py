from datetime import date, timedelta

import pytest

from content.masks import AUDIENCE, CAP, LANGUAGE, SCHEDULE, STATE, ContentMasks
from content.shelf import CardShelf
from recommender.ports import Scope
from tests.content.builders import NOW, NeverShown, Still, customer, item, live, on_shelf


def masks_of(*cards, impressions=None):
    masks = ContentMasks(CardShelf(None), impressions or NeverShown(), Still.day_of)
    return {mask.reason: mask for mask in masks.of_law(on_shelf(*cards))}


def passes(reason, card, facts, now=NOW):
    return list(masks_of(card)[reason].allowed(facts, [item(card.id)], now)) == [True]


def test_content_without_a_published_card_is_masked_and_products_pass():
    flags = masks_of(live("a1"))[STATE].allowed(
        customer(), [item("a1"), item("ghost"), item("p1", "product")], NOW
    )
    assert list(flags) == [True, False, True]


def test_a_card_is_due_from_its_start_until_just_before_its_end():
    card = live(starts_at=NOW, ends_at=NOW + timedelta(hours=1))
    assert not passes(SCHEDULE, card, customer(), NOW - timedelta(seconds=1))
    assert passes(SCHEDULE, card, customer(), NOW)
    assert not passes(SCHEDULE, card, customer(), NOW + timedelta(hours=1))


def test_only_the_audience_passes():
    card = live(audience={"segments": ["private"], "minimum_capacity": 4})
    assert passes(AUDIENCE, card, customer(segment="private", capacity=4))
    assert not passes(AUDIENCE, card, customer(segment="mass", capacity=4))
    assert not passes(AUDIENCE, card, customer(segment="private", capacity=3))
    assert not passes(AUDIENCE, card, None)


def test_the_day_of_expiry_is_the_banks_day():
    """16:30 UTC is past midnight in Shanghai: the assessment ended yesterday there."""
    card = live(audience={"minimum_capacity": 3})
    facts = customer(capacity=3, assessed_until=date(2026, 6, 15))
    assert passes(AUDIENCE, card, facts, NOW)
    assert not passes(AUDIENCE, card, facts, NOW.replace(hour=16, minute=30))


def test_two_customers_with_personalisation_off_pass_equal_audiences():
    card = live(audience={"segments": ["private"]})
    off = Scope(frozenset(), 3)
    rich, poor = customer(segment="private", scope=off), customer(segment="mass", scope=off)
    assert passes(AUDIENCE, card, rich) == passes(AUDIENCE, card, poor) is False


def test_a_card_needs_words_that_the_customer_reads():
    chinese = live(title={"zh-Hans": "债券"})
    assert passes(LANGUAGE, chinese, customer(language="zh-Hant"))
    assert not passes(LANGUAGE, chinese, customer(language="en"))


def test_all_masks_bind_without_personalisation_but_the_cap():
    assert all(mask.legal for mask in masks_of(live()).values())


@pytest.mark.parametrize(("shown", "allowed"), [(2, True), (3, False), (4, False)])
async def test_a_capped_card_is_shown_only_so_often(database, shown, allowed):
    class Shown:
        async def of(self, customer_id, days):
            return dict.fromkeys(days, shown)

    class Standing(CardShelf):
        async def now(self):
            return on_shelf(live(cap={"times": 3, "days": 7}))

    made = await ContentMasks(Standing(database), Shown(), Still.day_of).of(customer())
    [cap] = [mask for mask in made if mask.reason == CAP]
    assert cap.legal is False
    assert list(cap.allowed(customer(), [item("a1")], NOW)) == [allowed]
