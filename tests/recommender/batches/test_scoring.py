"""Many customers at once: the scorer's order for one, behind the masks of each."""

from collections import defaultdict
from dataclasses import replace

import numpy as np
import pytest

from recommender.algorithms.als import AlsConfig
from recommender.algorithms.rp3beta import Rp3betaConfig
from recommender.batches.scoring import LENGTHS, Batch, Person, bars_of
from recommender.catalogue.model import CatalogueItem
from recommender.dataset import Interaction, ItemKey
from recommender.decide import end_of_day
from recommender.eligibility import NotDismissed, standing_masks
from recommender.experiments.store import open_artefact
from recommender.fusion import Member
from recommender.past import Past
from recommender.ranking import best
from recommender.scoring import Scorer, ScoreRequest
from recommender.shelf import Shelf
from recommender.sieve import split
from recommender.surfaces import CONTENTS, PRODUCTS, Blend, SurfaceModel
from tests.support.crowd import NOW, Crowd, fit
from tests.support.engine import facts, today

MIX = (Member("als", AlsConfig(factors=8), 1.0), Member("rp3beta", Rp3betaConfig(), 0.5))
UNKNOWN = CatalogueItem("product", "p99999", {"en": "New"}, grade=1, product_type="fund")
STANDING = standing_masks(today)


@pytest.fixture(scope="module")
def crowd() -> Crowd:
    return Crowd(customers=150, products=700, contents=60)


@pytest.fixture(scope="module")
def shelf(crowd: Crowd) -> Shelf:
    """Give the catalogue in another order than the model's, with an item that it does not know."""
    return Shelf([UNKNOWN, *crowd.contents, *reversed(crowd.products)])


@pytest.fixture(scope="module")
def scorer(crowd: Crowd, tmp_path_factory: pytest.TempPathFactory) -> Scorer:
    folder = tmp_path_factory.mktemp("models") / "m"
    fit(crowd.dataset(), folder, MIX)
    return Scorer(open_artefact(folder))


@pytest.fixture(scope="module")
def people(crowd: Crowd) -> list[Person]:
    """Give everybody with a capacity, holdings and one dismissed item of their own."""
    events: defaultdict[str, list[Interaction]] = defaultdict(list)
    for one in crowd.interactions:
        events[one.user].append(one)
    return [
        Person(
            facts(
                customer_id,
                segment=crowd.known[customer_id].segment,
                capacity=1 + number % 5,
                held=frozenset(crowd.known[customer_id].held),
            ),
            Past(events[customer_id]),
            (*STANDING, NotDismissed([events[customer_id][-1].item])),
        )
        for number, customer_id in enumerate(crowd.customers)
    ]


@pytest.fixture(scope="module")
def batch(scorer: Scorer, shelf: Shelf) -> Batch:
    return Batch(scorer.models, shelf, NOW)


@pytest.mark.parametrize("kind", ["product", "content"])
def test_the_order_is_the_scorers_for_one_customer(
    batch: Batch, scorer: Scorer, shelf: Shelf, people: list[Person], kind: str
) -> None:
    for one, made in zip(people, batch.lists(people), strict=True):
        pile = split(shelf, one.facts, one.masks, now=NOW).pile(kind)
        asked = ScoreRequest(pile, one.past, end_of_day(NOW), one.facts.segment)
        scored = scorer.score(asked)
        totals = scored.collaborative + scored.prior
        wanted = totals[best(totals, pile, LENGTHS[kind])]
        listed = totals[pile.at.searchsorted(made[kind].positions)]
        # Two items may change places only where single precision cannot tell them apart.
        np.testing.assert_allclose(listed, wanted, rtol=0, atol=1e-5)
        np.testing.assert_allclose(made[kind].scores, wanted, rtol=1e-3, atol=1e-3)


def test_nothing_withheld_is_listed_and_nothing_allowed_is_missing(
    batch: Batch, shelf: Shelf, people: list[Person]
) -> None:
    for one, made in zip(people, batch.lists(people), strict=True):
        parted = split(shelf, one.facts, one.masks, now=NOW)
        for kind, count in LENGTHS.items():
            listed = set(made[kind].positions.tolist())
            allowed = set(parted.pile(kind).at.tolist())
            assert listed <= allowed
            assert len(listed) == min(count, len(allowed))


def test_a_list_depends_on_nobody_beside(batch: Batch, people: list[Person]) -> None:
    together = batch.lists(people[:20])
    alone = [batch.lists([one])[0] for one in people[:20]]
    for left, right in zip(together, alone, strict=True):
        assert len(left["product"].positions) == len(right["product"].positions)
        np.testing.assert_allclose(left["product"].scores, right["product"].scores, rtol=2e-3)


def test_somebody_to_whom_nothing_may_be_offered_gets_an_empty_list(
    batch: Batch, people: list[Person], shelf: Shelf
) -> None:
    closed = Person(people[0].facts, Past(), (NotDismissed(shelf.keys),))
    listed = batch.lists([closed])[0]
    assert [len(one.positions) for one in listed.values()] == [0, 0]


def test_a_catalogue_of_nothing_makes_empty_lists(scorer: Scorer, people: list[Person]) -> None:
    listed = Batch(scorer.models, Shelf([]), NOW).lists(people[:1])[0]
    assert [len(one.positions) for one in listed.values()] == [0, 0]


def test_without_a_past_the_segments_popularity_decides() -> None:
    """Two segments, three items; the middle item is unknown to the model and counts 0."""
    items = [CatalogueItem("product", f"p{at}", {"en": f"{at}"}, grade=1) for at in range(3)]
    priors = np.array([[2.0, -1.0], [-1.0, 2.0], [0.0, 0.0]], np.float32)
    known = (ItemKey("product", "p0"), ItemKey("product", "p2"))
    blend = Blend(1.0, 1.0, 0.0, 0.0, by_segment=True)
    model = SurfaceModel(PRODUCTS, known, None, priors, ("mass", "private"), blend)
    models = {PRODUCTS.name: model, CONTENTS.name: replace(model, surface=CONTENTS)}
    segments = ("private", "mass", "unheard of")
    wanted = [Person(facts(one, segment=one), Past(), STANDING) for one in segments]
    made = Batch(models, Shelf(items), NOW).lists(wanted)
    # Equal scores: the order of ids.
    assert [one["product"].positions.tolist() for one in made] == [[2, 1, 0], [0, 1, 2], [0, 1, 2]]


@pytest.mark.parametrize("width", [40, 256, 1_000])
def test_at_least_the_best_reach_the_bar(width: int) -> None:
    totals = np.random.default_rng(1).normal(size=(20, width)).astype(np.float32)
    totals[3] = 0.0
    totals[4, 5:] = -np.inf
    for row, bar in zip(totals, bars_of(totals, 50), strict=True):
        reached = min(50, int(np.isfinite(row).sum()))
        assert (row >= bar).sum() >= reached
        assert np.isfinite(row[row >= bar]).all()
