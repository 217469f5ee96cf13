"""Occasions: what makes a kind of card matter to a customer now, from facts alone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from recommender.language import LANGUAGES, say
from widgets.ports import Account, Due, Holding, Notice, Pay, Regular, Watch
from widgets.ports.facts import Texts

LOW_MINOR = 100_000
"""A current account below 1,000.00 is low: a month's bills of a small household."""

SOON_DAYS, NEAR_DAYS, FAR_DAYS = 3, 7, 30
REGULAR_TIMES = 2
LEVELS = {"critical": 0.95, "warning": 0.55}


@dataclass(frozen=True, slots=True)
class Occasion:
    """One reason why a kind matters now.

    Attributes:
        kind: The card that answers it.
        relevance: 0 to 1; an overdue bill is 1.
        why: English msgid of the reason, one line.
        params: What it is filled with.
    """

    kind: str
    relevance: float
    why: str
    params: dict[str, object] = field(default_factory=dict)

    @property
    def reason(self) -> Texts:
        """The reason in every language."""
        return {language: say(language, self.why, **self.params) for language in LANGUAGES}


def of_dues(dues: Iterable[Due], today: date) -> list[Occasion]:
    """Say what is due or comes back, and how near it is."""
    return [one for due in dues if due.state != "paid" and (one := _of_due(due, today))]


def of_accounts(accounts: Iterable[Account]) -> list[Occasion]:
    """Say which current account runs low."""
    low = [one for one in accounts if one.kind == "current" and one.balance.minor < LOW_MINOR]
    return (
        [Occasion("balances", 0.8, "Because a current account of yours runs low.")] if low else []
    )


def of_notices(notices: Iterable[Notice]) -> list[Occasion]:
    """Say that the bank has something to tell that matters."""
    levels = [LEVELS[one.level] for one in notices if one.level in LEVELS and not one.seen]
    why = "Because the bank has something important to tell you."
    return [Occasion("notices", max(levels), why)] if levels else []


def of_watch(watch: Watch | None) -> list[Occasion]:
    """Say that a transfer looked odd and nobody has answered yet."""
    is_open = watch is not None and any(one.state == "open" for one in watch.alerts)
    return (
        [Occasion("alerts", 0.97, "Because a transfer of yours looks unusual.")] if is_open else []
    )


def of_pay(pay: Pay | None, today: date) -> list[Occasion]:
    """Say that it is salary day, or the day after."""
    if pay is None or not 0 <= (today - pay.on).days <= 1:
        return []
    return [Occasion("cash_flow", 0.75, "Because your salary has come.")]


def habits(
    dues: Sequence[Due], regular: Sequence[Regular], holdings: Sequence[Holding]
) -> list[Occasion]:
    """Say what a customer does again and again, for cards that are not on the home yet."""
    bills = sum(one.kind == "bill" for one in dues)
    found: list[Occasion] = []
    if bills >= REGULAR_TIMES:
        why = "Because you pay bills every month."
        found += [Occasion(kind, 0.8, why) for kind in ("billers", "calendar", "dues")]
    if any(one.kind == "maturity" for one in dues):
        why = "Because a deposit of yours ends soon."
        found += [Occasion(kind, 0.75, why) for kind in ("calendar", "deposit_rates")]
    if len(regular) >= REGULAR_TIMES:
        why = "Because {n} payments of yours come back regularly."
        found += [Occasion("spending", 0.6, why, {"n": len(regular)})]
    return found + _of_holdings(holdings)


def _of_holdings(holdings: Sequence[Holding]) -> list[Occasion]:
    found: list[Occasion] = []
    invested = [one for one in holdings if one.product_type not in ("deposit", "insurance")]
    if invested:
        n = len(invested)
        why = "Because you hold {n} investments." if n > 1 else "Because you hold an investment."
        cards = (("performance", 0.7), ("holdings", 0.65), ("journey", 0.5))
        found += [Occasion(kind, size, why, {"n": n}) for kind, size in cards]
    if any(one.product_type == "gold" for one in holdings):
        found.append(Occasion("gold", 0.7, "Because you hold gold."))
    if any(one.value.currency != "CNY" for one in holdings):
        found.append(Occasion("exchange", 0.6, "Because you hold foreign currency."))
    return found


def _of_due(due: Due, today: date) -> Occasion | None:
    days = (due.on - today).days
    if due.kind == "maturity":
        return _of_maturity(days)
    if due.state == "overdue" or days < 0:
        return Occasion("dues", 1.0, "Because a bill is overdue.")
    if days > NEAR_DAYS:
        return None
    return Occasion("dues", 0.9 if days <= SOON_DAYS else 0.7, *_told(days, _BILL))


def _of_maturity(days: int) -> Occasion | None:
    if not 0 <= days <= FAR_DAYS:
        return None
    return Occasion("calendar", 0.85 if days <= NEAR_DAYS else 0.5, *_told(days, _MATURITY))


_BILL = (
    "Because a bill is due today.",
    "Because a bill is due tomorrow.",
    "Because a bill is due in {n} days.",
)
_MATURITY = (
    "Because a deposit ends today.",
    "Because a deposit ends tomorrow.",
    "Because a deposit ends in {n} days.",
)


def _told(days: int, words: tuple[str, str, str]) -> tuple[str, dict[str, object]]:
    """Return the words for a number of days, with what they are filled with."""
    return (words[days], {}) if days <= 1 else (words[2], {"n": days})
