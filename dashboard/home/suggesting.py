"""Which cards are suggested: the engine's ranking with facts that anybody can check."""

from collections.abc import Awaitable, Collection, Iterable
from typing import Any

from dashboard.home.answers import Answers
from dashboard.home.model import Suggested, SuggestedCard
from recommender.errors import CompanionError
from recommender.language import pick
from widgets import occasions
from widgets.base import Context
from widgets.occasions import Occasion
from widgets.ports import Ports, Suggestion

MOST_SUGGESTED, MOST_RANKED = 4, 100
DUE_DAYS = 45


async def suggest(context: Context, candidates: Collection[str]) -> Suggested:
    """Suggest cards that are not on the home yet, each with a reason that is true.

    Without personalisation no fact of the customer is used: what the engine then ranks first is
    what everybody uses most, and that is said. Cards of which nothing is known are not suggested.
    """
    answers = Answers(context.ports)
    ports, me = answers.ports, context.customer_id
    ranked = await ports.recommend.services(me, MOST_RANKED, context.language)
    facts = await _facts(ports, me, context) if ranked.personalised else []
    answers.close()
    told = [*_told(facts, context.language), *_ranked(ranked.items)]
    best = {one.kind: one for one in reversed(told) if one.kind in candidates}
    kinds = dict.fromkeys(one.kind for one in told if one.kind in best)
    return Suggested(
        personalised=ranked.personalised,
        decision_id=ranked.decision_id,
        cards=[best[kind] for kind in kinds][:MOST_SUGGESTED],
    )


async def _facts(ports: Ports, me: str, context: Context) -> list[Occasion]:
    dues = await _or_nothing(ports.bank.dues(me, DUE_DAYS))
    holdings = await _or_nothing(ports.bank.holdings(me))
    accounts = await _or_nothing(ports.bank.accounts(me))
    regular = await _or_nothing(ports.spending.regular(me))
    return [
        *occasions.of_dues(dues, context.today),
        *occasions.of_accounts(accounts),
        *occasions.habits(dues, regular, holdings),
    ]


def _told(facts: Iterable[Occasion], language: str) -> list[SuggestedCard]:
    strongest = sorted(facts, key=lambda one: -one.relevance)
    return [SuggestedCard(kind=one.kind, why=pick(one.reason, language)) for one in strongest]


def _ranked(items: Iterable[Suggestion]) -> list[SuggestedCard]:
    return [SuggestedCard(kind=one.id, why=one.reasons[0].text) for one in items if one.reasons]


async def _or_nothing(asking: Awaitable[list[Any]]) -> list[Any]:
    try:
        return await asking
    except CompanionError:
        return []
