"""Scores of one customer, on a model trained on a generated bank."""

import math
from collections.abc import Sequence
from datetime import datetime, timedelta

import numpy as np
import pytest

from recommender.dataset import Interaction, ItemKey
from recommender.experiments.store import open_artefact
from recommender.experiments.training import TrainingSettings, train
from recommender.linking import NO_LINKS, Links
from recommender.scoring import Scored, Scorer, ScoreRequest
from tests.support.banks import NOW, Bank, content, product

PRODUCTS = [product(number) for number in range(20)]
CONTENTS = [content(number) for number in range(30)]
LINKS = Bank(customers=0).links


@pytest.fixture(scope="module")
def scorer(tmp_path_factory: pytest.TempPathFactory) -> Scorer:
    folder = tmp_path_factory.mktemp("models") / "m"
    train(Bank(coupling=0.5).dataset(), TrainingSettings(budget_seconds=5), folder)
    return Scorer(open_artefact(folder))


def bought(number: int, days: float = 20) -> Interaction:
    return Interaction("u", product(number), "buy", NOW - timedelta(days=days))


def read(number: int, at: datetime = NOW) -> Interaction:
    return Interaction("u", content(number), "view", at, dwell_ms=5_000)


HISTORY = (bought(0), bought(4), read(2, NOW - timedelta(days=40)))


def score(
    scorer: Scorer,
    events: Sequence[Interaction] = HISTORY,
    candidates: Sequence[ItemKey] = PRODUCTS,
    *,
    segment: str | None = "mass",
    links: Links = LINKS,
) -> Scored:
    return scorer.score(ScoreRequest(candidates, events, NOW, segment, links))


def test_model_of_the_bank_is_personal(scorer: Scorer) -> None:
    assert scorer.model_name != "popularity"


@pytest.mark.parametrize("candidates", [PRODUCTS, CONTENTS], ids=["products", "contents"])
def test_contributions_sum_to_the_total(scorer: Scorer, candidates: list[ItemKey]) -> None:
    scored = score(scorer, candidates=candidates)
    for position in range(len(candidates)):
        summed = math.fsum(one.value for one in scored.contributions(position))
        assert summed == pytest.approx(scored.totals[position], abs=1e-5)


def test_total_is_the_sum_of_its_three_parts(scorer: Scorer) -> None:
    scored = score(scorer)
    parts = scored.collaborative + scored.link + scored.prior
    np.testing.assert_array_equal(scored.totals, parts)
    assert scored.collaborative.any()
    assert scored.link.any()
    assert scored.prior.any()


def test_contributions_rest_on_what_the_customer_did(scorer: Scorer) -> None:
    scored = score(scorer)
    did = {event.item for event in HISTORY}
    sources = {one.source for at in range(20) for one in scored.contributions(at)}
    assert sources - {None} <= did
    assert {product(0), product(4), content(2)} <= sources


def test_greatest_contribution_comes_first(scorer: Scorer) -> None:
    sizes = [abs(one.value) for one in score(scorer).contributions(2)]
    assert sizes == sorted(sizes, reverse=True)
    assert 0.0 not in sizes


def test_purchase_changes_the_next_answer(scorer: Scorer) -> None:
    before, after = score(scorer), score(scorer, [*HISTORY, bought(8, days=0)])
    assert after.totals[12] != before.totals[12]


def test_reading_raises_exactly_the_linked_product(scorer: Scorer) -> None:
    before, after = score(scorer), score(scorer, [*HISTORY, read(7)])
    changed = np.flatnonzero(before.totals != after.totals)
    assert changed.tolist() == [7]
    assert after.totals[7] >= before.totals[7] + 1.0
    (link,) = [one for one in after.contributions(7) if one.part == "link"]
    assert link.source == content(7)


def test_two_readings_raise_more_than_one(scorer: Scorer) -> None:
    one, two = (score(scorer, [*HISTORY, *[read(7)] * times]).totals[7] for times in (1, 2))
    assert two > one


def test_unlinked_reading_changes_no_product(scorer: Scorer) -> None:
    links = Links([pair for pair in LINKS.pairs() if pair[0] != "a07"])
    before = score(scorer, links=links)
    for card in (content(7), ItemKey("content", "card-of-today")):
        event = Interaction("u", card, "view", NOW, dwell_ms=60_000)
        after = score(scorer, [*HISTORY, event], links=links)
        np.testing.assert_array_equal(before.totals, after.totals)


def test_glance_at_a_linked_content_is_no_reading(scorer: Scorer) -> None:
    glance = Interaction("u", content(7), "view", NOW, dwell_ms=4_999)
    np.testing.assert_array_equal(score(scorer).totals, score(scorer, [*HISTORY, glance]).totals)


def test_card_of_today_counts_through_its_link(scorer: Scorer) -> None:
    card = ItemKey("content", "card-of-today")
    links = Links([*LINKS.pairs(), (card.id, "p09", 1.0)])
    event = Interaction("u", card, "view", NOW, dwell_ms=5_000)
    gain = score(scorer, [*HISTORY, event], links=links).totals - score(scorer).totals
    assert np.flatnonzero(gain).tolist() == [9]


def test_old_reading_speaks_more_quietly(scorer: Scorer) -> None:
    new, old = (score(scorer, [read(7, NOW - timedelta(days=d))]).link[7] for d in (0, 60))
    assert 0 < old < new


def test_nobody_gets_the_popularity_of_the_segment_alone(scorer: Scorer) -> None:
    scored = score(scorer, ())
    np.testing.assert_array_equal(scored.totals, scored.prior)
    assert {one.part for one in scored.contributions(0)} == {"prior"}
    assert scored.totals.argmax() == 0


def test_item_unknown_to_the_model_gets_its_link_alone(scorer: Scorer) -> None:
    new = ItemKey("product", "brand-new")
    links = Links([*LINKS.pairs(), ("a07", new.id, 1.0)])
    scored = score(scorer, [*HISTORY, read(7)], [*PRODUCTS, new], links=links)
    assert scored.totals[20] == scored.link[20] > 0
    assert score(scorer, HISTORY, [new], links=NO_LINKS).contributions(0) == ()


def test_dismissed_and_seen_items_show_no_interest(scorer: Scorer) -> None:
    events = [Interaction("u", product(3), action, NOW) for action in ("dismiss", "impression")]
    np.testing.assert_array_equal(score(scorer).totals, score(scorer, [*HISTORY, *events]).totals)


def test_candidates_are_scored_alike_in_any_company(scorer: Scorer) -> None:
    whole, some = score(scorer), score(scorer, candidates=PRODUCTS[5:9])
    np.testing.assert_allclose(some.totals, whole.totals[5:9])


def test_no_candidates_give_no_scores(scorer: Scorer) -> None:
    assert len(score(scorer, candidates=[]).totals) == 0


def test_popularity_orders_products_for_everybody(scorer: Scorer) -> None:
    popularity = scorer.popularity("product", PRODUCTS)
    assert popularity[0] > popularity[19]


def test_related_follows_links_and_companions(scorer: Scorer) -> None:
    from_content = scorer.related(content(7), PRODUCTS, LINKS)
    assert from_content.argmax() == 7
    from_product = scorer.related(product(0), PRODUCTS, LINKS)
    companions = [at for at in range(1, 20) if at % 4 == 0]
    others = [at for at in range(1, 20) if at % 4]
    assert from_product[companions].mean() > from_product[others].mean()
    assert scorer.related(ItemKey("content", "gone"), PRODUCTS, LINKS).tolist() == [0.0] * 20
