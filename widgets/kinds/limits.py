"""Limits: what may leave the accounts in a day; lowering works at once, raising needs a step."""

from datetime import UTC, datetime

from recommender.errors import Invalid
from recommender.money import Money
from widgets import base, face
from widgets.errors import NoData
from widgets.ports import Limit
from widgets.ports.cards import LIMIT_KINDS

NAMES = {
    "transfer_day": "Transfers a day",
    "online_day": "Online payments a day",
    "cash_day": "Cash a day",
}
ICONS = {"transfer_day": "arrow-up-right", "online_day": "shopping-cart", "cash_day": "banknote"}


class Config(base.Config):
    """Nothing to choose: every limit is shown."""


async def load(context: base.Context, _config: Config) -> face.Face:
    """List the limits with what was really used of them."""
    found = await context.ports.cards.limits(context.customer_id)
    if not found:
        raise NoData("There are no limits to show.", label="See your other cards", href="/gallery")
    return _face(found, context.now)


async def act(context: base.Context, _config: Config, deed: base.Deed) -> None:
    """Lower the limit that the deed is named after to the amount of its item."""
    if not deed.item.isdecimal():
        raise Invalid("Choose one of the amounts on the card.")
    await context.ports.cards.lower(context.customer_id, deed.name, int(deed.item))


def _face(limits: list[Limit], now: datetime) -> face.Face:
    return face.Face(
        as_of=now,
        source=face.said("Core bank"),
        blocks=[
            *(_choice(one) for one in limits if one.steps),
            face.Rows(rows=[_row(one) for one in limits]),
            *_advice(limits),
            face.Note(
                text=face.said(
                    "Lower works at once. A higher limit needs your identity card at a branch, "
                    "or a video call with an adviser."
                ),
                icon="shield-check",
                since="L",
            ),
        ],
    )


def _row(limit: Limit) -> face.Row:
    peak = Money(minor=limit.peak_minor, currency=limit.amount.currency)
    is_lower = limit.amount.minor < limit.highest.minor
    return face.Row(
        id=limit.kind,
        title=face.said(NAMES[limit.kind]),
        note=face.said("Your highest day of the last 90: {amount}", amount=peak.told()),
        icon=ICONS[limit.kind],
        value=face.amount(limit.amount),
        chip=face.said("Lowered by you") if is_lower and limit.changed_at else "",
        chip_tone="good",
        progress=min(1.0, limit.peak_minor / max(1, limit.amount.minor)),
        acts=_acts(limit),
    )


def _acts(limit: Limit) -> list[face.Act]:
    """Offer the next lower step; every step stands on the largest card."""
    if not limit.steps:
        return []
    lower = Money(minor=limit.steps[0], currency=limit.amount.currency).told()
    return [
        face.Act(
            label=face.said("Lower"),
            name=limit.kind,
            item=str(limit.steps[0]),
            confirm=face.said(
                "Lower it to {amount}? A higher limit later needs an identity check.",
                amount=lower,
            ),
        )
    ]


def _advice(limits: list[Limit]) -> list[face.Note]:
    """Point at the limit that is far above everything that was ever used."""
    wide = [one for one in limits if one.steps and one.peak_minor * 10 < one.amount.minor]
    if not wide:
        return []
    text = face.said(
        "{name}: ten times what you ever needed. A lower limit protects you from fraud.",
        name=face.said(NAMES[wide[0].kind]),
    )
    return [face.Note(text=text, tone="info", since="L")]


def _choice(limit: Limit) -> face.Choice:
    minors = (limit.amount.minor, *limit.steps)
    return face.Choice(
        name=limit.kind,
        label=face.said(NAMES[limit.kind]),
        options=[
            face.Option(
                value=str(minor), label=Money(minor=minor, currency=limit.amount.currency).told()
            )
            for minor in minors
        ],
        chosen=str(limit.amount.minor),
        since="XL",
    )


_SAMPLE = [
    Limit(
        kind="transfer_day",
        amount=Money(minor=20_000_000),
        highest=Money(minor=50_000_000),
        steps=(10_000_000, 5_000_000, 2_000_000),
        peak_minor=864_000,
        changed_at=datetime(2026, 9, 2, 3, 0, tzinfo=UTC),
    ),
    Limit(
        kind="online_day",
        amount=Money(minor=5_000_000),
        highest=Money(minor=5_000_000),
        steps=(2_000_000, 1_000_000, 500_000),
        peak_minor=243_000,
    ),
    Limit(
        kind="cash_day",
        amount=Money(minor=2_000_000),
        highest=Money(minor=2_000_000),
        steps=(1_000_000, 500_000, 0),
        peak_minor=120_000,
    ),
]

WIDGET = base.Widget(
    kind="limits",
    title="Limits",
    summary="What may leave your accounts in a day; lowering works at once.",
    icon="shield-check",
    category="money",
    sizes=("L", "M", "XL"),
    needs=("cards",),
    config=Config,
    data=face.Face,
    load=load,
    view=face.view,
    acts=LIMIT_KINDS,
    act=act,
    sample=_face(_SAMPLE, datetime(2026, 11, 20, 1, 30, tzinfo=UTC)),
)
