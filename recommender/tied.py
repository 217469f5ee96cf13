"""The link part of a score: what contents that were read say for the products they speak of."""

from collections.abc import Mapping
from datetime import datetime

from recommender.dataset import SECONDS_A_DAY
from recommender.interest import CONTENT, PRODUCT, ItemKey
from recommender.linking import Links
from recommender.past import Past
from recommender.pile import Pile
from recommender.scored import Contribution
from recommender.surfaces import (
    NOW_HALF_LIFE_DAYS,
    PRODUCTS,
    SurfaceModel,
    strength_of,
    weight_of,
)

Told = dict[int, list[Contribution]]


def link_terms(model: SurfaceModel, pile: Pile, past: Past, now: datetime, links: Links) -> Told:
    """Return the terms of each candidate that something in the past is linked to."""
    told: Told = {}
    for source, strength in sorted(_strengths(model, past, now).items()):
        for target, tie in ties_of(source, links).items():
            value, place = strength * tie, pile.place(target)
            if place is not None and value > 0:
                told.setdefault(place, []).append(Contribution("link", source, value))
    return told


def ties_of(item: ItemKey, links: Links) -> Mapping[ItemKey, float]:
    """Return what an item is linked to, and how strongly."""
    if item.kind == PRODUCT:
        return {ItemKey(CONTENT, one): tie for one, tie in links.contents_of(item.id).items()}
    return {ItemKey(PRODUCT, one): tie for one, tie in links.products_of(item.id).items()}


def _strengths(model: SurfaceModel, past: Past, now: datetime) -> Mapping[ItemKey, float]:
    """Return what each item adds to the score of what it is fully linked to.

    For products these are the contents read, by the strength of the readings of the last
    weeks and of these days; for contents the products touched at all.
    """
    blend = model.blend
    if model.surface is not PRODUCTS:
        return dict.fromkeys(past.products, blend.link_weight)
    learned = _read(past, now, blend.reading_half_life_days)
    lately = _read(past, now, NOW_HALF_LIFE_DAYS)
    return {
        item: blend.link_weight * learned[item] + blend.now_weight * lately[item]
        for item in past.readings
    }


def _read(past: Past, now: datetime, half_life_days: float) -> Mapping[ItemKey, float]:
    """Return the strength of the readings of each content, older ones counting less."""
    today = now.timestamp() / SECONDS_A_DAY
    return {
        item: strength_of(sum(weight_of(today - at, half_life_days) for at in days))
        for item, days in past.readings.items()
    }
