"""Cards: what is used of the limit, what is due next, and a freeze that works at once."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

from recommender.money import Money
from widgets import base, face
from widgets.errors import NoData
from widgets.ports import Card
from widgets.ports.cards import Declined, Refusal

FREEZE, UNFREEZE = "freeze", "unfreeze"
MOST_DECLINED = 3
WHY: Mapping[Refusal, str] = {
    "frozen": "The card is frozen",
    "stopped": "Payments from your account are frozen",
    "expired": "The card is out of date",
    "limit": "Above your daily limit",
    "money": "Not enough money",
}


class Config(base.Config):
    """Nothing to choose: every card is shown."""


async def load(context: base.Context, _config: Config) -> face.Face:
    """List the customer's cards."""
    found = await context.ports.cards.held(context.customer_id)
    if not found:
        raise NoData("You have no card yet.", label="Find a card that suits you", href="/discover")
    return _face(found)


async def act(context: base.Context, _config: Config, deed: base.Deed) -> None:
    """Freeze or unfreeze one card."""
    cards = context.ports.cards
    change = cards.freeze if deed.name == FREEZE else cards.unfreeze
    await change(context.customer_id, deed.item)


def _face(cards: list[Card]) -> face.Face:
    return face.Face(
        as_of=min(one.as_of for one in cards),
        source=face.said("Card centre"),
        blocks=[
            *_figures(cards),
            face.Rows(rows=[_row(one) for one in _frozen_first(cards)]),
            *_declined(cards),
            face.Note(
                text=face.said(
                    "Frozen: no payment goes through, standing orders included. "
                    "You can undo it at any time."
                ),
                since="L",
            ),
        ],
    )


def _frozen_first(cards: list[Card]) -> list[Card]:
    """Put in sight what can be unfrozen, however little room there is."""
    return sorted(cards, key=lambda one: one.frozen_at is None)


def _declined(cards: list[Card]) -> list[face.Drawn]:
    """Say what did not go through, and why."""
    found = sorted((one for card in cards for one in card.declined), key=lambda one: one.at)[::-1]
    if not found:
        return []
    rows = [
        face.Row(
            id=one.id,
            title=one.payee,
            note=face.said(WHY[one.why]),
            icon="circle-alert",
            value=face.amount(one.amount),
            delta=face.Moment(at=one.at),
            tone="warn",
        )
        for one in found[:MOST_DECLINED]
    ]
    return [
        face.Rows(label=face.said("Did not go through"), rows=rows[:1], since="M", until="M"),
        face.Rows(label=face.said("Did not go through"), rows=rows, since="L"),
    ]


def _figures(cards: list[Card]) -> list[face.Figure]:
    """Show the next payment where one is due, else what is used of the limit."""
    due = next((one for one in cards if one.due and one.due_on), None)
    if due is not None and due.due is not None and due.due_on is not None:
        return [
            face.Figure(
                label=face.said("Next card payment"),
                value=face.amount(due.due),
                delta=face.Day(on=due.due_on),
                note=face.said("due"),
            )
        ]
    credit = next((one for one in cards if one.limit), None)
    if credit is None:
        return []
    return [face.Figure(label=face.said("Owed by card"), value=face.amount(credit.used))]


def _row(card: Card) -> face.Row:
    is_frozen = card.frozen_at is not None
    used = None if card.limit is None else min(1.0, card.used.minor / max(1, card.limit.minor))
    return face.Row(
        id=card.id,
        title=card.name,
        note=_note(card),
        icon="lock" if is_frozen else "credit-card",
        value=face.amount(card.used),
        chip=face.said("Frozen") if is_frozen else "",
        chip_tone="info",
        progress=used,
        tone="warn" if used is not None and used > 0.8 else "plain",
        acts=[_unfreeze(card) if is_frozen else _freeze(card)],
    )


def _note(card: Card) -> face.Text:
    if card.limit is None:
        return face.said("Pays from your current account")
    free = Money(minor=max(0, card.limit.minor - card.used.minor), currency=card.limit.currency)
    return face.said("{free} free of {limit}", free=free.told(), limit=card.limit.told())


def _freeze(card: Card) -> face.Act:
    return face.Act(
        label=face.said("Freeze"),
        name=FREEZE,
        item=card.id,
        confirm=face.said("Freeze this card? Nothing can be paid with it until you unfreeze it."),
        tone="danger",
    )


def _unfreeze(card: Card) -> face.Act:
    return face.Act(
        label=face.said("Unfreeze"),
        name=UNFREEZE,
        item=card.id,
        confirm=face.said("Let this card be used again?"),
    )


_NOW = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
_SAMPLE = [
    Card(
        id="k1",
        kind="credit",
        name={"zh-Hans": "信用卡 4821", "en": "Credit card 4821"},
        used=Money(minor=486_000),
        limit=Money(minor=7_600_000),
        due=Money(minor=321_500),
        due_on=date(2026, 11, 29),
        expires_on=date(2029, 3, 28),
        as_of=_NOW,
    ),
    Card(
        id="k2",
        kind="debit",
        name={"zh-Hans": "借记卡 0936", "en": "Debit card 0936"},
        used=Money(minor=3_245_067),
        expires_on=date(2030, 8, 28),
        frozen_at=datetime(2026, 11, 18, 2, 0, tzinfo=UTC),
        declined=(
            Declined(
                id="d1",
                payee={"zh-Hans": "云合商城", "en": "Yunhe Mall"},
                amount=Money(minor=12_900),
                at=datetime(2026, 11, 19, 11, 20, tzinfo=UTC),
                why="frozen",
            ),
        ),
        as_of=_NOW,
    ),
]

WIDGET = base.Widget(
    kind="cards",
    title="Cards",
    summary="What is used and due, and a freeze that works at once.",
    icon="credit-card",
    category="money",
    sizes=("L", "M", "S"),
    needs=("cards",),
    config=Config,
    data=face.Face,
    load=load,
    view=face.view,
    acts=(FREEZE, UNFREEZE),
    act=act,
    sample=_face(_SAMPLE),
)
