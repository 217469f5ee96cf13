"""A published card as the recommender's catalogue lists it."""

from datetime import timedelta

from content.cards.model import CardContent, LiveCard
from content.linking import item_of
from recommender.decide import newest
from recommender.pile import Pile
from recommender.shelf import Shelf
from tests.content.builders import ANNA, NOW


def _listed(**fields):
    content = CardContent(title={"en": "A card"}, **fields)
    return item_of(LiveCard(id="a1", number=1, content=content, published_at=NOW), ANNA)


def _is_new(item):
    shelf = Shelf([item])
    return newest(shelf, Pile(shelf, shelf.kinds["content"]), NOW) == [0]


def test_a_card_without_a_start_is_new_from_its_publication():
    item = _listed()
    assert item.available_from == NOW
    assert _is_new(item)


def test_a_card_that_began_long_ago_is_not_new_again_when_it_is_published():
    began = NOW - timedelta(days=100)
    item = _listed(starts_at=began)
    assert item.available_from == began
    assert not _is_new(item)


def test_each_linked_product_is_a_tie():
    assert [tie.product_id for tie in _listed(products=("p1", "p2")).links] == ["p1", "p2"]
