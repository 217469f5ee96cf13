"""Smart slot: the card that matters most now, chosen by relevance, never by time.

Its own face lists the reasons, each row with the kind that answers it as its id; the home draws the
first of these cards that has something to show below its reason.
"""

from collections.abc import Awaitable
from datetime import UTC, datetime
from typing import Any, Literal

from pydantic import Field

from recommender.errors import CompanionError
from widgets import base, face
from widgets.errors import NoData
from widgets.occasions import (
    Occasion,
    of_accounts,
    of_dues,
    of_notices,
    of_pay,
    of_watch,
)
from widgets.ports import Suggestions

ORDER = ("dues", "balances", "notices", "calendar", "cash_flow", "alerts", "spending", "holdings")
"""The candidates, in the order that holds where nothing may be chosen for a person."""

USED = 0.3
"""Most that the engine adds to a card that a person uses: less than any dated fact."""

DUE_DAYS, MOST_RANKED, MOST_TRIED = 30, 20, 4
FIXED = "In a fixed order: choosing by what matters now is off."
UNPERSONAL = "In a fixed order: personalisation is off."
PINNED = "You pinned this card here."
USUAL = "Nothing is urgent: your usual card."

Candidate = Literal[
    "", "dues", "balances", "notices", "calendar", "cash_flow", "alerts", "spending", "holdings"
]
NAMES = {
    "": "Whatever matters most",
    "dues": "Bills and maturities",
    "balances": "Balances",
    "notices": "Notices",
    "calendar": "Calendar",
    "cash_flow": "Cash flow",
    "alerts": "Security alerts",
    "spending": "Spending",
    "holdings": "Holdings",
}


class Config(base.Config):
    """How the slot chooses."""

    pinned_card: Candidate = Field(
        "",
        title="Always show",
        description="A card that is pinned here stays, whatever else matters.",
        json_schema_extra={"labels": dict(NAMES)},
    )
    is_on: bool = Field(
        True,
        title="Choose by what matters now",
        description="Off: the first card of a fixed order that has something to show.",
    )


async def load(context: base.Context, config: Config) -> face.Face:
    """Choose the cards that matter most now."""
    if config.pinned_card:
        return _data(context, [Occasion(config.pinned_card, 1.0, PINNED)], icon="pin")
    if not config.is_on:
        return _data(context, [Occasion(kind, 0.0, FIXED) for kind in ORDER])
    accounts = await context.ports.bank.accounts(context.customer_id)
    ranked = await _or_none(context.ports.recommend.services(*_asked(context)))
    if ranked is None or not ranked.personalised:
        return _data(context, [Occasion(kind, 0.0, UNPERSONAL) for kind in ORDER])
    occasions = [*of_accounts(accounts), *await _occasions(context), *_used(ranked)]
    if not (occasions or accounts):
        raise NoData("Nothing to do right now. What matters appears here.")
    return _data(context, _by_relevance(occasions), decision_id=ranked.decision_id)


def _asked(context: base.Context) -> tuple[str, int, str]:
    return context.customer_id, MOST_RANKED, context.language


async def _occasions(context: base.Context) -> list[Occasion]:
    """Ask for the facts; one that fails costs its own occasions only."""
    me, today, ports = context.customer_id, context.today, context.ports
    dues = await _or_none(ports.bank.dues(me, DUE_DAYS))
    notices = await _or_none(ports.notices.current(me))
    watch = await _or_none(ports.security.transfer_watch(me))
    pay = await _or_none(ports.spending.pay(me))
    return [
        *of_dues(dues or (), today),
        *of_notices(notices or ()),
        *of_watch(watch),
        *of_pay(pay, today),
    ]


def _used(ranked: Suggestions) -> list[Occasion]:
    """Take the engine's ranking of the candidates, with its own first reason."""
    known = [one for one in ranked.items if one.id in ORDER and one.reasons]
    return [
        Occasion(one.id, USED * (1 - n / len(known)), "{reason}", {"reason": one.reasons[0].text})
        for n, one in enumerate(known)
    ]


def _by_relevance(occasions: list[Occasion]) -> list[Occasion]:
    """Sort by relevance, equal ones in the fixed order; each kind once, by its best reason."""
    fit = [one for one in occasions if one.kind in ORDER]
    fit.sort(key=lambda one: (-one.relevance, ORDER.index(one.kind)))
    best: dict[str, Occasion] = {}
    for one in [*fit, Occasion("balances", 0.0, USUAL)]:
        best.setdefault(one.kind, one)
    return list(best.values())


async def _or_none(asking: Awaitable[Any]) -> Any:
    try:
        return await asking
    except CompanionError:
        return None


def _data(
    context: base.Context,
    chosen: list[Occasion],
    *,
    icon: str = "sparkles",
    decision_id: str = "",
) -> face.Face:
    rows = [face.Row(id=one.kind, title=one.reason, icon=icon) for one in chosen[:MOST_TRIED]]
    return face.Face(as_of=context.now, decision_id=decision_id, blocks=[face.Rows(rows=rows)])


WIDGET = base.Widget(
    kind="smart",
    title="Right now",
    summary="One card that shows what matters most now, and says why.",
    icon="sparkles",
    category="life",
    sizes=("L", "M", "S"),
    needs=("bank", "notices", "security", "spending", "recommend"),
    config=Config,
    data=face.Face,
    load=load,
    view=face.view,
    icons=("pin", "sparkles"),
    refresh_seconds=300,
    sample=face.Face(
        source=face.said("Your bank"),
        as_of=datetime(2026, 11, 20, 1, 30, tzinfo=UTC),
        blocks=[
            face.Rows(
                rows=[
                    face.Row(
                        id="dues",
                        title=face.said("Because a bill is due in {n} days.", n=3),
                        icon="sparkles",
                    ),
                    face.Row(
                        id="cash_flow",
                        title=face.said("Because your salary has come."),
                        icon="sparkles",
                    ),
                ]
            ),
        ],
    ),
)
