"""Travelling: the card abroad, the currency there, and whether one is insured."""

from datetime import UTC, date, datetime

from widgets import base, face
from widgets.errors import NotConnected
from widgets.ports import Destination, TravelNotice

CHOOSE, SWITCH = "destination", "switch"
RATE_DIGITS, DROPPED = 4, 10_000
"""Rates are scaled by 10^8; four digits are shown."""


class Config(base.Config):
    """Nothing to choose: the destination is chosen on the card."""


async def load(context: base.Context, _config: Config) -> face.Face:
    """Ask what is set up for travelling."""
    notice = await context.ports.travel.travel_notice(context.customer_id)
    if notice is None:
        raise NotConnected
    return _face(notice, context.now)


async def act(context: base.Context, _config: Config, deed: base.Deed) -> None:
    """Plan for another destination, or switch the card abroad."""
    port = context.ports.travel
    if deed.name == CHOOSE:
        await port.choose_destination(context.customer_id, deed.item)
    else:
        await port.switch_abroad(context.customer_id)


def _face(notice: TravelNotice, now: datetime) -> face.Face:
    return face.Face(
        as_of=now,
        source=face.said("Cards of your bank"),
        blocks=[
            _state(notice),
            _choice(notice),
            *_ready(notice),
            *_switch(notice),
        ],
    )


def _state(notice: TravelNotice) -> face.Figure:
    if notice.destination is None:
        text = face.said("Where are you going?")
        return face.Figure(value=face.Words(text=text))
    if notice.is_on and notice.until:
        note = face.said("Your card works there until {day}", day=notice.until)
    else:
        note = face.said("Your card is off abroad")
    return face.Figure(
        value=face.Words(text=notice.destination.name),
        note=note,
        tone="good" if notice.is_on else "plain",
    )


def _choice(notice: TravelNotice) -> face.Choice:
    return face.Choice(
        name=CHOOSE,
        label=face.said("Destination"),
        options=[face.Option(value=one.code, label=one.name) for one in notice.destinations],
        chosen=notice.destination.code if notice.destination else "",
        since="M" if notice.destination is None else "L",
    )


def _ready(notice: TravelNotice) -> list[face.Drawn]:
    if notice.destination is None:
        return []
    insured = face.said("Insured") if notice.is_insured else face.said("No policy held")
    rows = [
        _currency(notice, notice.destination),
        face.Row(
            title=face.said("Insurance"),
            icon="umbrella",
            value=face.Words(text=insured),
            tone="good" if notice.is_insured else "warn",
        ),
    ]
    return [face.Rows(rows=[_card(notice), *rows], since="M")]


def _card(notice: TravelNotice) -> face.Row:
    """Show whether the card works there, with the switch where rows have room for it."""
    return face.Row(
        title=face.said("Card abroad"),
        icon="credit-card",
        chip=face.said("On") if notice.is_on else face.said("Off"),
        chip_tone="good" if notice.is_on else "plain",
        acts=[act for block in _switch(notice) for act in block.acts],
    )


def _currency(notice: TravelNotice, destination: Destination) -> face.Row:
    if notice.rate_e8 is None or notice.rated_on is None:
        rate: face.Value = face.Words(text=face.said("No rate known here"))
        note = face.said("1 {currency}", currency=destination.currency)
    else:
        scaled = notice.rate_e8 // DROPPED
        rate = face.Number(scaled=scaled, digits=RATE_DIGITS, suffix=" CNY")
        note = face.said(
            "1 {currency}, rate of {day}", currency=destination.currency, day=notice.rated_on
        )
    return face.Row(title=face.said("Currency"), note=note, icon="coins", value=rate)


def _switch(notice: TravelNotice) -> list[face.Acts]:
    if notice.destination is None:
        return []
    if notice.is_on:
        turn = face.Act(label=face.said("Switch off"), name=SWITCH)
    else:
        turn = face.Act(
            label=face.said("Allow my card there"),
            name=SWITCH,
            confirm=face.said(
                "Allow your card in {place} for 30 days?", place=notice.destination.name
            ),
            tone="primary",
        )
    return [face.Acts(acts=[turn], until="M")]


_JAPAN = Destination(code="JP", name={"zh-Hans": "日本", "en": "Japan"}, currency="JPY")
_SAMPLE = TravelNotice(
    destination=_JAPAN,
    destinations=[
        _JAPAN,
        Destination(code="HK", name={"zh-Hans": "香港", "en": "Hong Kong"}, currency="HKD"),
    ],
    is_on=True,
    until=date(2026, 12, 20),
    rate_e8=4_612_000,
    rated_on=date(2026, 11, 19),
    is_insured=True,
)

WIDGET = base.Widget(
    kind="travel",
    title="Travelling",
    summary="Your card abroad, the currency there, and whether you are insured.",
    icon="plane",
    category="life",
    sizes=("M", "L", "S"),
    needs=("travel",),
    config=Config,
    data=face.Face,
    load=load,
    view=face.view,
    acts=(CHOOSE, SWITCH),
    act=act,
    sample=_face(_SAMPLE, datetime(2026, 11, 20, 1, 30, tzinfo=UTC)),
)
