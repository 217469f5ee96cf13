"""Fake ports of everyday life: each question has one answer, each deed is written down."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

from recommender.money import Money
from widgets.ports import (
    Adviser,
    BillerPage,
    BillToPay,
    Branch,
    Cause,
    CitizenZone,
    Deduction,
    Destination,
    Diary,
    Firm,
    Giving,
    Household,
    Invoice,
    Member,
    MonthOfIncome,
    Paper,
    PublicService,
    Region,
    Request,
    Slot,
    Standing,
    Task,
    TaxYear,
    TransferAlert,
    TravelNotice,
    Watch,
)

NOW = datetime(2026, 6, 15, 4, 0, tzinfo=UTC)
WORD = {"zh-Hans": "字", "en": "Word"}
NOTHING = BillerPage(found=[], total=0, known=0)


@dataclass
class FakeLife:
    """What the ports of everyday life answer; `done` lists the deeds."""

    page: BillerPage = NOTHING
    bills: list[BillToPay] = field(default_factory=list)
    paid: list = field(default_factory=list)
    zone: CitizenZone | None = None
    watch: Watch | None = None
    standing: Standing | None = None
    branch_list: list[Branch] = field(default_factory=list)
    diary: Diary | None = None
    adviser: Adviser | None = None
    paper_list: list[Paper] = field(default_factory=list)
    tax_year: TaxYear | None = None
    travel: TravelNotice | None = None
    household: Household = field(default_factory=lambda: Household(members=[], requests=[]))
    firm: Firm | None = None
    giving: Giving | None = None
    done: list[tuple] = field(default_factory=list)


ANSWERS = {
    "billers": {"search_billers": "page", "bills_to_pay": "bills", "receipts": "paid"},
    "citizen": {"citizen_zone": "zone"},
    "security": {"transfer_watch": "watch"},
    "benefits": {"standing": "standing"},
    "places": {"branches": "branch_list", "diary": "diary"},
    "advisers": {"adviser": "adviser"},
    "papers": {"papers": "paper_list"},
    "tax": {"tax_year": "tax_year"},
    "travel": {"travel_notice": "travel"},
    "family": {"household": "household"},
    "business": {"firm": "firm"},
    "charity": {"giving": "giving"},
}
"""Port -> question -> the field of `FakeLife` that answers it; everything else is a deed."""


class FakePort:
    """One fake port: asks its source, which may be down."""

    def __init__(self, source, name):
        self._source, self._name = source, name

    def __getattr__(self, method):
        async def answer(*given, **named):
            life, asked = self._source.life, ANSWERS[self._name].get(method)
            value = self._source._answer(self._name, getattr(life, asked) if asked else None)
            if asked is None:
                life.done.append((method, *given[1:], *named.values()))
            return value

        return answer


def life_ports(source):
    return {name: FakePort(source, name) for name in ANSWERS}


def yuan(amount):
    return Money(minor=amount * 100)


def a_bill(bill_id="b1", *, amount=386, due=date(2026, 6, 20), is_overdue=False):
    return BillToPay(
        id=bill_id,
        category="power",
        name=WORD,
        amount=yuan(amount),
        due_on=due,
        is_overdue=is_overdue,
    )


def an_alert(alert_id="t1", **fields):
    given = {"payee": WORD, "amount": yuan(8600), "at": NOW, "oddities": ("amount", "hour")}
    return TransferAlert(id=alert_id, **given | fields)


def a_service(code, *, is_offered=True, **fields):
    return PublicService(code=code, name=WORD, icon="house", is_offered=is_offered, **fields)


def a_zone(*services):
    shanghai = Region(code="shanghai", name=WORD)
    return CitizenZone(region=shanghai, regions=[shanghai], services=list(services))


def a_task(task_id="check-in", **fields):
    return Task(id=task_id, name=WORD, points=5, **{"is_done": False} | fields)


def a_standing(**fields):
    given = {
        "points": 865,
        "level": WORD,
        "level_share": 0.5,
        "to_next": 500,
        "tasks": [a_task()],
        "rewards": [],
        "entries": [],
    }
    return Standing(**given | fields)


def a_slot(slot_id="park.1"):
    return Slot(id=slot_id, mode="branch", place=WORD, starts_at=NOW)


def a_branch(**fields):
    given = {
        "id": "b1",
        "name": WORD,
        "address": WORD,
        "opens": time(9),
        "closes": time(17),
        "is_open": True,
        "waiting": 2,
        "minutes": 14,
    }
    return Branch(**given | fields)


def a_paper(paper_id="p1", *, state="new", **fields):
    given = {"kind": "statement", "name": WORD, "dated_on": date(2026, 6, 1)}
    return Paper(id=paper_id, state=state, **given | fields)


def a_tax_year(**fields):
    given = {
        "year": 2026,
        "months": [MonthOfIncome(month=1, income=yuan(20_000))],
        "income": yuan(20_000),
        "deducted": yuan(5_000),
        "taxable": yuan(15_000),
        "tax": yuan(450),
        "rate": 0.03,
        "deductions": [Deduction(code="rent", name=WORD, monthly=yuan(1_500), is_claimed=False)],
    }
    return TaxYear(**given | fields)


def a_travel(**fields):
    japan = Destination(code="JP", name=WORD, currency="JPY")
    given = {"destination": japan, "destinations": [japan], "is_on": False}
    return TravelNotice(**given | fields)


def a_household(**fields):
    member = Member(id="f1", name=WORD, relation=WORD, state="agreed", worth=yuan(1000))
    request = Request(id="f2", name=WORD, relation=WORD, state="asked")
    given = {"members": [member], "requests": [request], "together": yuan(3000)}
    return Household(**given | fields)


def an_invoice(invoice_id="i1", *, direction="out", **fields):
    given = {"party": WORD, "amount": yuan(500), "due_on": date(2026, 6, 10), "is_late": True}
    return Invoice(id=invoice_id, direction=direction, **given | fields)


def a_firm(*invoices, **fields):
    given = {"receivable": yuan(500), "payable": yuan(200), "cash": yuan(1000)}
    return Firm(invoices=list(invoices), **given | fields)


def a_giving(**fields):
    cause = Cause(id="forest", name=WORD, purpose=WORD, raised=yuan(400), goal=yuan(500))
    return Giving(**{"causes": [cause], "gifts": [], "given": yuan(0)} | fields)


def filled_life():
    return FakeLife(
        page=BillerPage(found=[], total=0, known=9_037),
        bills=[a_bill()],
        zone=a_zone(a_service("fund")),
        watch=Watch(alerts=[an_alert()], watched=3),
        standing=a_standing(),
        branch_list=[a_branch()],
        diary=Diary(booked=[], free=[a_slot()]),
        adviser=Adviser(name=WORD),
        paper_list=[a_paper()],
        tax_year=a_tax_year(),
        travel=a_travel(),
        household=a_household(),
        firm=a_firm(an_invoice()),
        giving=a_giving(),
    )
