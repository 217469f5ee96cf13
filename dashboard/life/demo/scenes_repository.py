"""What happens to the personas: an odd transfer, a family, a thread, a journey."""

from typing import Any

from dashboard.bank.demo.ground import Neighbourhood, Unit
from dashboard.bank.ledger import Ledger
from dashboard.bank.repository import BankRepository
from dashboard.bank.tables import PartyRow, PostingRow, TransactionRow
from dashboard.life.advice.tables import MessageRow
from dashboard.life.demo.townsfolk import FAMILY, MESSAGES, identity, moment
from dashboard.life.family.tables import FamilyRow
from dashboard.life.security.repository import SecurityRepository
from dashboard.life.security.rule import Transfer
from dashboard.life.security.service import SecurityService
from dashboard.life.travel.tables import TravelRow
from recommender.bulk import add_rows

Row = dict[str, Any]
TRANSFERS = 25
NIGHT, ODD_MINOR = 2 * 3600 + 47 * 60, 860_000
STRANGER = {"zh-Hans": "泓泰数码（新收款人）", "en": "Hongtai Digital (new payee)"}
DAY_SECONDS = 86_400

FATHER, DAUGHTER = {"zh-Hans": "父亲", "en": "Father"}, {"zh-Hans": "女儿", "en": "Daughter"}
NEPHEW, AUNT = {"zh-Hans": "外甥", "en": "Nephew"}, {"zh-Hans": "姨妈", "en": "Aunt"}
KIN = (
    ("c0001", "c0002", FATHER, DAUGHTER, "agreed"),
    ("c0001", "c0003", NEPHEW, AUNT, "asked"),
    ("c0002", "c0001", DAUGHTER, FATHER, "agreed"),
)
"""Owner, who is seen, what they are to the viewer, the reverse, whether they agreed."""

WRITTEN = (
    ("c0001", "customer1", 6, "我的一年期定期下个月到期，想听听您的建议。"),
    ("c0001", "rm1", 5, "林女士您好，到期前一周我给您三种方案，都在您的风险等级之内。"),
    ("c0001", "rm1", 2, "方案已经整理好，您可以约个时间，我当面讲给您听。"),
    ("c0004", "customer4", 1, "国债额度下一次什么时候开放？我想提前准备。"),
)
"""Customer, who writes, days before the anchor, what."""


async def play(app: Unit, here: Neighbourhood) -> None:
    """Write the scenes of those personas who live in this demo."""
    lives = set(here.people.ids)
    session = app.session
    await add_rows(session, FamilyRow, _family(here, lives))
    await add_rows(session, MessageRow, _messages(here, lives))
    travels = {"customer_id": "c0001", "destination": "JP", "until": None}
    await add_rows(session, TravelRow, [travels])
    await _odd_transfer(app, here)


def _family(here: Neighbourhood, lives: set[str]) -> list[Row]:
    at = moment(here, 40, 0)
    return [
        {
            "id": identity(int(at.timestamp()), FAMILY, number),
            "viewer_customer_id": viewer,
            "customer_id": seen,
            "relation": relation,
            "relation_back": back,
            "state": state,
            "at": at,
        }
        for number, (viewer, seen, relation, back, state) in enumerate(KIN)
        if {viewer, seen} <= lives
    ]


def _messages(here: Neighbourhood, lives: set[str]) -> list[Row]:
    rows = []
    for number, (customer, by, days, text) in enumerate(WRITTEN):
        at = moment(here, days, 10 * 3600 + number * 700)
        row = {
            "id": identity(int(at.timestamp()), MESSAGES, number),
            "customer_id": customer,
            "by": by,
            "is_customer": by.startswith("customer"),
            "asks_call": False,
            "text": text,
            "at": at,
        }
        rows += [row] if customer in lives else []
    return rows


async def _odd_transfer(app: Unit, here: Neighbourhood) -> None:
    """Have money leave the first customer's account at night, and the watch see it."""
    session, at = app.session, moment(here, 1, NIGHT)
    posted = identity(int(at.timestamp()), TRANSFERS, 0)
    local = at.astimezone(here.plan.zone)
    party = {"id": "payee-hongtai", "kind": "payee", "names": STRANGER}
    await add_rows(session, PartyRow, [party])
    transaction = {"id": posted, "business_on": local.date(), "at": at, "kind": "transfer"}
    await add_rows(session, TransactionRow, [transaction | {"party_id": party["id"]}])
    lines = (("c0001-cur", -ODD_MINOR), ("bank-outside-cny", ODD_MINOR))
    postings = [
        {"transaction_id": posted, "line": n, "account_id": account, "amount_minor": minor}
        | {"currency": "CNY"}
        for n, (account, minor) in enumerate(lines)
    ]
    await add_rows(session, PostingRow, postings)
    ledger = Ledger(BankRepository(session), app.audit)
    watch = SecurityService(SecurityRepository(session), ledger, app.audit, app.clock)
    who = ("c0001", "payee-hongtai", STRANGER)
    await watch.judge(Transfer(posted, *who, ODD_MINOR, "CNY", at))
