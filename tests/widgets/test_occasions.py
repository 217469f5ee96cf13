"""What makes a card matter now: facts, their nearness, and words that are true."""

from datetime import date, timedelta

import pytest

from recommender.money import Money
from tests.widgets.fakes import NOW, TODAY, account, due, holding
from widgets import occasions
from widgets.ports import Notice, Regular


@pytest.mark.parametrize(
    ("days", "relevance", "said"),
    [
        (-1, 1.0, "Because a bill is overdue."),
        (0, 0.9, "Because a bill is due today."),
        (1, 0.9, "Because a bill is due tomorrow."),
        (3, 0.9, "Because a bill is due in 3 days."),
        (7, 0.7, "Because a bill is due in 7 days."),
    ],
)
def test_a_bill_matters_more_the_nearer_it_is(days: int, relevance: float, said: str) -> None:
    (found,) = occasions.of_dues([due(TODAY + timedelta(days=days))], TODAY)
    assert (found.kind, found.relevance, found.reason["en"]) == ("dues", relevance, said)


def test_a_far_or_paid_bill_is_no_occasion() -> None:
    far, paid = due(TODAY + timedelta(days=8)), due(TODAY, state="paid")
    assert occasions.of_dues([far, paid], TODAY) == []


def test_a_deposit_that_ends_calls_for_the_calendar() -> None:
    (found,) = occasions.of_dues([due(TODAY + timedelta(days=5), kind="maturity")], TODAY)
    assert (found.kind, found.reason["en"]) == ("calendar", "Because a deposit ends in 5 days.")


def test_only_a_current_account_runs_low() -> None:
    assert occasions.of_accounts([account(99_999)])
    assert not occasions.of_accounts([account(100_000), account(5, kind="savings")])


def test_a_notice_that_was_seen_calls_no_more() -> None:
    told = {"id": "n", "title": {}, "body": {}, "at": NOW}
    critical = Notice(level="critical", **told)
    assert occasions.of_notices([critical, Notice(level="info", **told)])[0].relevance == 0.95
    assert occasions.of_notices([critical.model_copy(update={"seen": True})]) == []


def test_habits_name_what_the_facts_show() -> None:
    bills = [due(date(2026, 6, 20)), due(date(2026, 6, 25))]
    found = occasions.habits(bills, [], [holding("gold", 100), holding("fund", 5, currency="USD")])
    reasons = {one.kind: one.reason["en"] for one in found}
    assert reasons["billers"] == "Because you pay bills every month."
    assert reasons["gold"] == "Because you hold gold."
    assert reasons["exchange"] == "Because you hold foreign currency."
    assert reasons["performance"] == "Because you hold 2 investments."


def test_one_bill_is_no_habit() -> None:
    assert occasions.habits([due(date(2026, 6, 20))], [], []) == []


def test_regular_payments_are_counted() -> None:
    one = Regular(
        party_id="p",
        party={"en": "Gym"},
        category="health",
        amount=Money(minor=100),
        last_on=TODAY,
        next_on=TODAY,
        times=5,
    )
    (found,) = occasions.habits([], [one, one], [])
    assert found.reason["en"] == "Because 2 payments of yours come back regularly."
