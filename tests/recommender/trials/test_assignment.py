"""Assignment by hash: stable, in proportion, and adding an arm moves nobody between others."""

from collections import Counter

import pytest

from recommender.trials.assignment import arm_of, is_held_out

CUSTOMERS = [f"c{number:05d}" for number in range(10_000)]
SHARES = {"control": 0.5, "a": 0.3, "b": 0.2}


def assigned(trial: str, shares: dict[str, float]) -> dict[str, str]:
    return {one: arm_of(trial, shares, one) for one in CUSTOMERS}


def test_the_same_customer_always_gets_the_same_arm() -> None:
    assert assigned("t1", SHARES) == assigned("t1", dict(reversed(SHARES.items())))


def test_shares_are_kept_within_chance() -> None:
    counts = Counter(assigned("t1", SHARES).values())
    for arm, share in SHARES.items():
        spread = (share * (1 - share) * len(CUSTOMERS)) ** 0.5
        assert abs(counts[arm] - share * len(CUSTOMERS)) < 4 * spread


def test_an_added_arm_moves_nobody_between_the_others() -> None:
    before, after = assigned("t1", SHARES), assigned("t1", SHARES | {"c": 0.25})
    moved = [one for one in CUSTOMERS if before[one] != after[one]]
    assert {after[one] for one in moved} == {"c"}
    assert len(moved) == pytest.approx(0.2 * len(CUSTOMERS), rel=0.1)
    assert {before[one] for one in moved} == set(SHARES)


def test_two_trials_assign_independently() -> None:
    first, second = assigned("t1", SHARES), assigned("t2", SHARES)
    both = sum(first[one] == second[one] == "control" for one in CUSTOMERS)
    assert both == pytest.approx(0.25 * len(CUSTOMERS), rel=0.1)


def test_the_hold_out_group_is_small_and_permanent() -> None:
    held = [one for one in CUSTOMERS if is_held_out(one, 0.02)]
    assert len(held) == pytest.approx(200, rel=0.3)
    assert set(held) <= {one for one in CUSTOMERS if is_held_out(one, 0.05)}
    assert not any(is_held_out(one, 0.0) for one in CUSTOMERS)
