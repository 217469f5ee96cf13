"""Which events are taken: one rule a function, the first objection is the answer."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from recommender.interactions.model import OWN_ACTIONS, PAID_ACTIONS, Amount, EventIn
from recommender.ports import Actor

WRITE_SCOPE = "events:write"
MOST_AHEAD = timedelta(minutes=5)
MOST_AGE = timedelta(days=400)
VISITOR_PREFIX = "visitor:"


@dataclass(frozen=True, slots=True)
class Screening:
    """What the rules look at.

    Attributes:
        is_known: Says whether there is such an item (kind, id).
        has_age_limit: False for imports of the past.
        is_erased: Says whether a customer was erased; nothing more is taken about such a one.
    """

    actor: Actor
    now: datetime
    is_known: Callable[[str, str], bool]
    has_age_limit: bool = True
    is_erased: Callable[[str | None], bool] = lambda _: False

    def objection(self, event: EventIn) -> str | None:
        """Say why an event is not taken, None when it is."""
        for rule in RULES:
            if said := rule(self, event):
                return said
        return None


def _names_who(_: Screening, event: EventIn) -> str | None:
    if event.customer_id is None and event.visitor_id is None:
        return "customer_id or visitor_id is missing."
    return None


def _is_own(screening: Screening, event: EventIn) -> str | None:
    actor = screening.actor
    if actor.may(WRITE_SCOPE):
        return None
    own = (actor.customer_id, None) if actor.customer_id else (None, visitor_of(actor))
    if (event.customer_id, event.visitor_id) != own:
        return "A session sends events of its own customer only."
    return None


def _may_say_so(screening: Screening, event: EventIn) -> str | None:
    if event.action in OWN_ACTIONS or screening.actor.may(WRITE_SCOPE):
        return None
    return f"{event.action} needs a key with the scope {WRITE_SCOPE}."


def _has_fitting_value(_: Screening, event: EventIn) -> str | None:
    is_paid = event.action in PAID_ACTIONS
    if event.value is None or isinstance(event.value, Amount) == is_paid:
        return None
    return "value is {minor, currency} for buy and redeem, else a share from 0 to 1."


def _is_timely(screening: Screening, event: EventIn) -> str | None:
    if event.at > screening.now + MOST_AHEAD:
        return "at lies more than 5 minutes in the future."
    if screening.has_age_limit and event.at < screening.now - MOST_AGE:
        return "at lies more than 400 days back; import such events."
    return None


def _is_about_somebody(screening: Screening, event: EventIn) -> str | None:
    if screening.is_erased(event.customer_id):
        return "This customer was erased; nothing more is taken about them."
    return None


def _has_known_item(screening: Screening, event: EventIn) -> str | None:
    if screening.is_known(event.kind, event.item_id):
        return None
    return f"There is no such {event.kind}."


def visitor_of(actor: Actor) -> str | None:
    """Return the id of a visitor who did not sign in."""
    is_visitor = actor.id.startswith(VISITOR_PREFIX)
    return actor.id.removeprefix(VISITOR_PREFIX) if is_visitor else None


RULES = (
    _names_who,
    _is_own,
    _may_say_so,
    _is_about_somebody,
    _has_fitting_value,
    _is_timely,
    _has_known_item,
)
