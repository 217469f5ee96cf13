"""A maturity soon with idle cash."""

from datetime import timedelta

import pytest

from recommender.customers.model import Maturity
from recommender.dataset import ItemKey
from recommender.followups.signals.base import Finding
from recommender.followups.signals.maturity_idle_cash import SIGNAL
from tests.recommender.followups.signals.contract import TODAY, SignalContract, a_case


def found(days: int = 3, idle: int = 6_000_000, amount: int = 20_000_000) -> list[Finding]:
    maturity = Maturity("p1", amount, TODAY + timedelta(days=days))
    return list(SIGNAL.find(a_case(idle_cash_minor=idle, maturities=(maturity,))))


class TestMaturityIdleCash(SignalContract):
    signal = SIGNAL

    def striking_case(self):
        maturity = Maturity("p1", 20_000_000, TODAY + timedelta(days=3))
        return a_case(idle_cash_minor=6_000_000, maturities=(maturity,))


def test_a_maturity_soon_with_idle_cash_is_found() -> None:
    finding = found()[0]
    assert finding.evidence == (ItemKey("product", "p1"),)
    assert finding.params["days"] == 3
    assert finding.params["amount_minor"] == 20_000_000
    assert finding.product_id is None


@pytest.mark.parametrize("days", [-1, 15])
def test_a_maturity_that_is_past_or_far_is_not(days: int) -> None:
    assert found(days=days) == []


@pytest.mark.parametrize("days", [0, 14])
def test_the_first_and_the_last_day_count(days: int) -> None:
    assert len(found(days=days)) == 1


def test_without_enough_idle_cash_nothing_is_found() -> None:
    assert found(idle=4_999_999) == []


def test_sooner_and_larger_matters_more() -> None:
    assert found(days=1)[0].score > found(days=10)[0].score
    assert found(amount=90_000_000)[0].score > found(amount=1_000_000)[0].score


def test_each_maturity_is_a_follow_up_of_its_own() -> None:
    both = tuple(Maturity("p1", 1, TODAY + timedelta(days=day)) for day in (1, 2))
    findings = SIGNAL.find(a_case(idle_cash_minor=6_000_000, maturities=both))
    assert len({one.subject for one in findings}) == 2


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "matures today"), (1, "matures tomorrow"), (2, "matures in {days} days")],
)
def test_the_day_is_said_as_people_say_it(days: int, words: str) -> None:
    assert words in SIGNAL.sayings[found(days=days)[0].code]
