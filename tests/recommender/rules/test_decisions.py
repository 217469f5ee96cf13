"""What each kind of rule does to a decision with a model, and without one."""

import numpy as np

from recommender.dataset import ItemKey
from recommender.rules.model import Rule, Ruling, Target
from tests.support.engine import decided, inputs

DEPOSITS = Target(types=("deposit",))


def ruling(effect: str, target: Target = DEPOSITS, **fields: float) -> Ruling:
    return Ruling((Rule("r1", 1, effect, target, **fields),))  # type: ignore[arg-type]  # a name


def types_of(found: object) -> list[str]:
    """Return the product type of each place."""
    shelf = inputs().shelf
    return [shelf.titled[ItemKey(one.kind, one.id)].product_type for one in found.items]  # type: ignore[attr-defined]  # Decided


def test_boost_adds_exactly_its_strength_and_the_reasons_still_sum() -> None:
    plain = {one.id: one.score for one in decided(limit=100, exploration=0.0).items}
    boosted = decided(limit=100, exploration=0.0, rules=ruling("boost", strength=1.5))
    for one in boosted.items:
        shift = one.parts["rule"]
        assert shift in (0.0, 1.5)
        assert abs(one.score - shift - plain[one.id]) < 1e-5
        assert abs(sum(reason.value for reason in one.reasons) - one.score) < 1e-5


def test_buried_items_sink_below_the_others() -> None:
    found = types_of(decided(exploration=0.0, rules=ruling("bury", strength=5.0)))
    assert "deposit" not in found[:5]


def test_without_a_model_a_boost_is_as_many_spreads_of_the_counts() -> None:
    items = inputs().shelf.keys
    counts = {key: 100 * at for at, key in enumerate(items)}
    found = decided(scorer=None, popularity=counts, limit=100, rules=ruling("boost", strength=1.0))
    shifts = {one.parts["rule"] for one in found.items}
    assert max(shifts) == np.round(np.std([counts[key] for key in items]), 6)


def test_share_of_the_places_is_kept() -> None:
    plain = types_of(decided(exploration=0.0))
    shared = types_of(decided(exploration=0.0, rules=ruling("share", share=0.5)))
    assert plain.count("deposit") < 5
    assert shared.count("deposit") == 5
    assert len(shared) == len(plain)


def test_what_a_share_brings_in_says_so() -> None:
    found = decided(exploration=0.0, rules=ruling("share", share=0.5))
    assert {one.placed for one in found.items} == {"rank", "promoted"}


def test_pinned_item_stands_first_with_its_own_score_and_nothing_is_drawn() -> None:
    plain = decided(limit=100, exploration=0.0).items
    last = plain[-1]
    pin = Target(items=(ItemKey("product", last.id),))
    found = decided(exploration=0.5, rules=ruling("pin", pin)).items
    assert (found[0].id, found[0].placed, found[0].score) == (last.id, "pinned", last.score)
    assert [one.id for one in found[1:]] == [one.id for one in plain[: len(found) - 1]]
    assert {one.propensity for one in found} == {1.0}


def test_rule_outside_the_answer_changes_nothing() -> None:
    rules = ruling("exclude", Target(types=("insurance",)))
    assert decided(exploration=0.0, rules=rules).items == decided(exploration=0.0).items
