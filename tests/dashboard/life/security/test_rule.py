"""When a transfer looks odd."""

from datetime import UTC, datetime

import pytest

from dashboard.life.security.rule import Transfer, oddities

USUAL = [100_000, 120_000, 110_000]


def _transfer(minor: int, hour: int = 14) -> Transfer:
    at = datetime(2026, 6, 15, hour, 30, tzinfo=UTC)
    return Transfer("t", "c1", "p", {}, minor, "CNY", at)


@pytest.mark.parametrize(
    ("minor", "hour", "is_new", "found"),
    [
        (100_000, 14, False, []),
        (900_000, 14, False, []),
        (900_000, 3, False, ["amount", "hour"]),
        (900_000, 14, True, ["amount", "payee"]),
        (50_000, 3, True, ["hour", "payee"]),
        (50_000, 3, False, []),
        (50_000, 14, True, []),
        (549_999, 3, False, []),
        (550_000, 3, False, ["amount", "hour"]),
        (2_200_000, 14, False, ["amount"]),
        (2_199_999, 14, False, []),
    ],
)
def test_two_signs_or_a_glaring_amount(minor, hour, is_new, found) -> None:
    assert oddities(_transfer(minor, hour), USUAL, is_new_payee=is_new) == found


def test_without_a_history_the_floor_alone_makes_an_amount_odd() -> None:
    assert oddities(_transfer(499_999), [], is_new_payee=True) == []
    assert oddities(_transfer(500_000), [], is_new_payee=True) == ["amount", "payee"]


@pytest.mark.parametrize(("hour", "is_night"), [(0, True), (4, True), (5, False), (23, False)])
def test_the_night_ends_at_five(hour: int, is_night: bool) -> None:
    found = oddities(_transfer(900_000, hour), USUAL, is_new_payee=False)
    assert ("hour" in found) == is_night
