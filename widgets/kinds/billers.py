"""Bills: what is due, paid on the card, and the search over everybody who sends bills."""

from datetime import UTC, date, datetime

from pydantic import Field

from recommender.errors import Invalid
from recommender.money import Money
from widgets import base, face
from widgets.errors import NotConnected
from widgets.ports import Biller, BillerPage, BillToPay, Receipt

PAY = "pay"
MOST_RECEIPTS = 4
ICONS = {
    "water": "droplets",
    "power": "zap",
    "electricity": "zap",
    "gas": "flame",
    "heating": "thermometer",
    "broadband": "wifi",
    "mobile": "smartphone",
    "tv": "tv",
    "property": "building",
    "parking": "square-parking",
    "tuition": "graduation-cap",
    "medical": "heart-pulse",
    "social": "shield-check",
    "traffic": "traffic-cone",
    "hospital": "stethoscope",
    "transit": "train-front",
    "tax": "landmark",
    "fund": "house",
    "charging": "plug-zap",
    "refuse": "trash-2",
    "card": "credit-card",
}


class Config(base.Config):
    """What is searched."""

    found: int = Field(
        6, ge=3, le=20, title="Billers found", description="Most billers shown by a search."
    )


async def load(context: base.Context, config: Config) -> face.Face:
    """List what is due, or what a search found."""
    port = context.ports.billers
    page = await port.search_billers(context.query, "", config.found)
    bills = await port.bills_to_pay(context.customer_id)
    if not page.known and not bills:
        raise NotConnected
    receipts = await port.receipts(context.customer_id, MOST_RECEIPTS)
    card = _face((bills, receipts), page, context.query, context.now)
    return card if context.senior else _with_button(card, bills)


async def act(context: base.Context, _config: Config, deed: base.Deed) -> None:
    """Pay a bill."""
    if not deed.item:
        raise Invalid("Choose one of the bills on the card.")
    await context.ports.billers.pay_bill(context.customer_id, deed.item)


def _face(
    mine: tuple[list[BillToPay], list[Receipt]], page: BillerPage, query: str, now: datetime
) -> face.Face:
    bills, receipts = mine
    search = face.Search(
        label=face.said("Find among {n} billers", n=f"{page.known:,}"), query=query, since="L"
    )
    return face.Face(
        as_of=now,
        source=face.said("Bill payment"),
        blocks=[
            *([] if query else _due(bills)),
            search,
            *(_found(page) if query else []),
            *([] if query else _paid(receipts)),
        ],
    )


def _due(bills: list[BillToPay]) -> list[face.Drawn]:
    if not bills:
        text = face.said("Everything is paid.")
        return [face.Note(text=text, tone="good", icon="circle-check")]
    total = Money(minor=sum(one.amount.minor for one in bills), currency=bills[0].amount.currency)
    late = sum(one.is_overdue for one in bills)
    note = face.said("{n} overdue", n=late) if late else face.said("{n} open", n=len(bills))
    figure = face.Figure(
        label=face.said("To pay"),
        value=face.amount(total),
        note=note,
        tone="bad" if late else "plain",
    )
    return [figure, face.Rows(rows=[_bill(one) for one in bills[: face.MOST_ROWS]], since="M")]


def _bill(bill: BillToPay) -> face.Row:
    return face.Row(
        id=bill.id,
        title=bill.name,
        note=face.said("Due {day}", day=bill.due_on),
        icon=ICONS.get(bill.category, "receipt"),
        value=face.amount(bill.amount),
        chip=face.said("Overdue") if bill.is_overdue else "",
        chip_tone="bad",
        acts=[_pay(bill)],
    )


def _pay(bill: BillToPay) -> face.Act:
    return face.Act(
        label=face.said("Pay"),
        name=PAY,
        item=bill.id,
        confirm=face.said(
            "Pay {amount} to {name} from your current account?",
            amount=bill.amount,
            name=bill.name,
        ),
        tone="primary",
    )


def _with_button(card: face.Face, bills: list[BillToPay]) -> face.Face:
    """Offer to pay the first bill, where rows have no room for buttons."""
    if not bills:
        return card
    button = face.Acts(acts=[_pay(bills[0])], until="M")
    return card.model_copy(update={"blocks": [*card.blocks, button]})


def _found(page: BillerPage) -> list[face.Drawn]:
    if not page.found:
        text = face.said("Nothing found. Try the city and the bill, in Chinese, pinyin or English.")
        return [face.Note(text=text, since="L")]
    rows = [_biller(one) for one in page.found]
    return [face.Rows(rows=rows, more=page.total - len(rows), since="L")]


def _biller(biller: Biller) -> face.Row:
    return face.Row(
        id=biller.id,
        title=biller.name,
        note=biller.region,
        icon=ICONS.get(biller.category, "receipt"),
    )


def _paid(receipts: list[Receipt]) -> list[face.Drawn]:
    rows = [
        face.Row(
            id=one.bill_id,
            title=one.name,
            value=face.amount(one.amount),
            note=face.said("Paid {day}", day=one.paid_on),
            icon="circle-check",
        )
        for one in receipts
    ]
    return [face.Rows(label=face.said("Paid last"), rows=rows, since="XL")] if rows else []


_BILLS = [
    BillToPay(
        id="b1",
        category="power",
        name={"zh-Hans": "浦东供电公司", "en": "Pudong Power Supply"},
        amount=Money(minor=38_640),
        due_on=date(2026, 11, 25),
    ),
    BillToPay(
        id="b2",
        category="broadband",
        name={"zh-Hans": "浦东光纤宽带", "en": "Pudong Fibre Broadband"},
        amount=Money(minor=9_900),
        due_on=date(2026, 11, 30),
    ),
]
_PAID = [
    Receipt(
        bill_id="b0",
        name={"zh-Hans": "浦东自来水公司", "en": "Pudong Water Supply"},
        amount=Money(minor=5_480),
        paid_on=date(2026, 11, 8),
    )
]

WIDGET = base.Widget(
    kind="billers",
    title="Pay bills",
    summary="What is due, paid in one step, and thousands of billers to find.",
    icon="receipt",
    category="life",
    sizes=("L", "M", "XL", "S"),
    needs=("billers",),
    config=Config,
    data=face.Face,
    load=load,
    view=face.view,
    acts=(PAY,),
    act=act,
    sample=_face(
        (_BILLS, _PAID),
        BillerPage(found=[], total=0, known=9_037),
        "",
        datetime(2026, 11, 20, 1, 30, tzinfo=UTC),
    ),
)
