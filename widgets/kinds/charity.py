"""Giving: causes, how far they have come, and what the customer gave."""

from datetime import UTC, date, datetime

from pydantic import Field

from recommender.money import Money
from widgets import base, face
from widgets.errors import NotConnected
from widgets.ports import Cause, Gift, Giving

GIVE = "give"
MINOR = 100


class Config(base.Config):
    """How much one press gives."""

    yuan: int = Field(
        10, ge=1, le=500, title="Yuan a gift", description="Yuan that one press gives."
    )


async def load(context: base.Context, config: Config) -> face.Face:
    """List the causes and the customer's own gifts."""
    giving = await context.ports.charity.giving(context.customer_id)
    if giving is None:
        raise NotConnected
    return _face(giving, config.yuan, context.now)


async def act(context: base.Context, config: Config, deed: base.Deed) -> None:
    """Give to a cause what one press gives."""
    await context.ports.charity.give(context.customer_id, deed.item, config.yuan * MINOR)


def _face(giving: Giving, yuan: int, now: datetime) -> face.Face:
    return face.Face(
        as_of=now,
        source=face.said("Causes that your bank has checked"),
        blocks=[
            face.Figure(
                label=face.said("You gave this year"),
                value=face.amount(giving.given),
                note=face.said("Every yuan is handed on"),
            ),
            face.Rows(rows=[_cause(one, yuan) for one in giving.causes], since="M"),
            *_gifts(giving.gifts),
        ],
    )


def _cause(cause: Cause, yuan: int) -> face.Row:
    amount = Money(minor=yuan * MINOR).told()
    return face.Row(
        id=cause.id,
        title=cause.name,
        note=cause.purpose,
        icon="heart-handshake",
        value=face.amount(cause.raised),
        progress=min(1.0, cause.raised.minor / max(1, cause.goal.minor)),
        acts=[
            face.Act(
                label=face.said("Give {amount}", amount=amount),
                name=GIVE,
                item=cause.id,
                confirm=face.said(
                    "Give {amount} to {name} from your current account?",
                    amount=amount,
                    name=cause.name,
                ),
            )
        ],
    )


def _gifts(gifts: list[Gift]) -> list[face.Drawn]:
    rows = [
        face.Row(
            id=one.id, title=one.cause, value=face.amount(one.amount), delta=face.Day(on=one.on)
        )
        for one in gifts
    ]
    return [face.Rows(label=face.said("Your gifts"), rows=rows, since="L")] if rows else []


_SAMPLE = Giving(
    causes=[
        Cause(
            id="schools",
            name={"zh-Hans": "乡村小学图书角", "en": "Reading corners for village schools"},
            purpose={"zh-Hans": "50 元可以买 3 本新书", "en": "¥50 buys three new books"},
            raised=Money(minor=18_642_000),
            goal=Money(minor=30_000_000),
        ),
        Cause(
            id="forest",
            name={"zh-Hans": "西北防护林", "en": "A shelter forest in the north-west"},
            purpose={"zh-Hans": "10 元种下一棵梭梭树", "en": "¥10 plants one saxaul tree"},
            raised=Money(minor=41_280_000),
            goal=Money(minor=50_000_000),
        ),
    ],
    gifts=[
        Gift(
            id="g1",
            cause={"zh-Hans": "西北防护林", "en": "A shelter forest in the north-west"},
            amount=Money(minor=1_000),
            on=date(2026, 11, 2),
        )
    ],
    given=Money(minor=1_000),
)

WIDGET = base.Widget(
    kind="charity",
    title="Giving",
    summary="Give to a cause that your bank has checked, and see what became of it.",
    icon="heart-handshake",
    category="life",
    sizes=("M", "L", "S"),
    needs=("charity",),
    config=Config,
    data=face.Face,
    load=load,
    view=face.view,
    acts=(GIVE,),
    act=act,
    senior=False,
    sample=_face(_SAMPLE, 10, datetime(2026, 11, 20, 1, 30, tzinfo=UTC)),
)
