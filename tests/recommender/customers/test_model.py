"""Facts: what counts on which day."""

from datetime import date

import pytest
from pydantic import ValidationError

from recommender.customers.model import CustomerIn, Facts


def _facts(**fields: object) -> Facts:
    return Facts("c1", "mass", **fields)  # type: ignore[arg-type]


def test_a_capacity_counts_up_to_its_last_day() -> None:
    facts = _facts(capacity=3, assessed_until=date(2026, 6, 15))
    assert facts.capacity_on(date(2026, 6, 15)) == 3
    assert facts.capacity_on(date(2026, 6, 16)) is None
    assert _facts().capacity_on(date(2026, 6, 15)) is None


@pytest.mark.parametrize(("day", "age"), [("2026-02-28", 25), ("2026-03-01", 26)])
def test_a_birthday_on_the_leap_day_is_kept_on_the_first_of_march(day: str, age: int) -> None:
    assert _facts(birth_date=date(2000, 2, 29)).age_on(date.fromisoformat(day)) == age


def test_an_unknown_birth_date_has_no_age() -> None:
    assert _facts().age_on(date(2026, 6, 15)) is None


def test_a_proof_counts_up_to_its_last_day() -> None:
    facts = _facts(qualified_until=date(2026, 6, 15))
    assert facts.is_qualified_on(date(2026, 6, 15))
    assert not facts.is_qualified_on(date(2026, 6, 16))
    assert not _facts().is_qualified_on(date(2026, 6, 15))


@pytest.mark.parametrize(
    "wrong",
    [
        {"capacity": 6},
        {"capacity": 0},
        {"segment": "rich"},
        {"idle_cash_minor": -1},
        {"idle_cash_minor": 10**16},
        {"currency": "yuan"},
        {"held": ["a b"]},
        {"nickname": "x"},
    ],
)
def test_a_customer_that_makes_no_sense_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        CustomerIn.model_validate(wrong)
