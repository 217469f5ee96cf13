"""A customer who left traces in every table, and a look through the whole database for them."""

import re
import zlib
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from dashboard.audit.decisions import seal_decisions
from dashboard.audit.sealer import seal
from dashboard.bank.tables import AccountRow, BillRow, DepositRow, PostingRow, TradeRow
from dashboard.bank.tables import CustomerRow as BankCustomerRow
from dashboard.consents.model import ConsentChange
from dashboard.desk.portfolios.tables import PortfolioRow
from dashboard.layouts.tables import LayoutVersion
from dashboard.notices.tables import NoticeSeen
from dashboard.people.model import User
from dashboard.people.tables import SessionRow, SignInFailureRow
from dashboard.preferences.model import PreferenceChange
from dashboard.schema import all_metadata
from dashboard.wiring import Root
from recommender.contacts.tables import ContactRow
from recommender.customers.model import CustomerIn
from recommender.database import Database, new_id
from recommender.followups.tables import FollowupRow
from recommender.ports import CUSTOMER, PERSONALISATION, SYSTEM_ACTOR, Actor
from tests.support.arrange import NOW, a_batch, a_compliance_officer, an_event, fill

WALKER, ACCOUNT, VISITOR = "walker-7741", "login-7741", "browser-7741"
MARK = "7741"
"""Every id of the person holds it, and nothing else does."""

MYSELF = Actor(ACCOUNT, frozenset({CUSTOMER}), customer_id=WALKER)
PASSWORD = "correct horse battery"  # of a test's account
TODAY = date(2026, 6, 15)


async def leave_traces(root: Root, password_hash: str = "") -> str:
    """Store the person in every table that knows persons; return a decision's id."""
    await fill(root)
    async with root.writing() as app:
        await app.customers.put_many(SYSTEM_ACTOR, {WALKER: CustomerIn(capacity=3, held=("p2",))})
        await app.consents.set_many(SYSTEM_ACTOR, {WALKER: frozenset({PERSONALISATION})})
        user = User(ACCOUNT, {"en": "Walker 7741"}, frozenset({CUSTOMER}), WALKER)
        await app.people.add(SYSTEM_ACTOR, user, password_hash=password_hash)
        await app.consents.change(MYSELF, WALKER, ConsentChange(purposes={"marketing": True}))
        await app.preferences.change(MYSELF, PreferenceChange(language="en"))
        app.session.add_all(rows())
    await _act(root)
    async with root.reading() as app:
        answer = await app.recommend.recommend(MYSELF, WALKER, ("product",), "home", 5, "en")
    async with root.writing() as app:
        told = {"customer": WALKER}
        subject = f"decision:{answer.decision_id}"
        await app.audit.record(a_compliance_officer(), "decision.opened", subject, told)
    return answer.decision_id


async def _act(root: Root) -> None:
    """Send events as a customer and, before signing in, as a visitor."""
    visitor = Actor(f"visitor:{VISITOR}", frozenset({"visitor"}))
    async with root.reading() as app:
        own = [an_event(event_id=f"e-{MARK}-{n}", customer_id=WALKER) for n in range(3)]
        await app.interactions.ingest(MYSELF, a_batch(*own))
        before = an_event(event_id=f"v-{MARK}", customer_id=None, visitor_id=VISITOR)
        await app.interactions.ingest(visitor, a_batch(before))
    async with root.writing() as app:
        await app.preferences.change(visitor, PreferenceChange(language="en"))
        await app.interactions.identify(MYSELF, VISITOR, WALKER)
    async with root.reading() as app:
        after = an_event(event_id=f"w-{MARK}", customer_id=None, visitor_id=VISITOR)
        await app.interactions.ingest(visitor, a_batch(after))


def rows() -> list[Any]:
    """Return what only other parts of the product would write."""
    account = f"{WALKER}-current"
    soon = NOW + timedelta(hours=1)
    return [
        BankCustomerRow(id=WALKER, names={"en": MARK}, segment="mass", region="x", since=TODAY),
        AccountRow(
            id=account,
            customer_id=WALKER,
            kind="current",
            currency="CNY",
            number=f"62-{MARK}",
            opened_on=TODAY,
        ),
        PostingRow(
            transaction_id=new_id(), line=0, account_id=account, amount_minor=5, currency="CNY"
        ),
        TradeRow(
            id=new_id(),
            customer_id=WALKER,
            product_id="p1",
            traded_on=TODAY,
            units_e6=1,
            amount_minor=1,
            currency="CNY",
        ),
        DepositRow(
            id=new_id(),
            customer_id=WALKER,
            product_id="p1",
            principal_minor=1,
            currency="CNY",
            rate_e8=1,
            opened_on=TODAY,
            matures_on=TODAY,
            renews=False,
        ),
        BillRow(
            id=new_id(),
            customer_id=WALKER,
            biller_id="b",
            kind="power",
            amount_minor=1,
            currency="CNY",
            issued_on=TODAY,
            due_on=TODAY,
        ),
        PortfolioRow(customer_id=WALKER, rm_id="rm1", since=TODAY),
        LayoutVersion(
            customer_id=WALKER, version=1, snapshot={}, op="save", device="d", created_at=NOW
        ),
        NoticeSeen(notice_id="n1", customer_id=WALKER, at=NOW),
        SessionRow(
            hash=f"{MARK}{'a' * 60}",
            user_id=ACCOUNT,
            address="127.0.0.1",
            created_at=NOW,
            seen_at=NOW,
            expires_at=soon,
        ),
        SignInFailureRow(id=new_id(), subject=f"account:{ACCOUNT}", at=NOW),
        ContactRow(
            id=new_id(), customer_id=WALKER, channel="call", at=NOW, by="rm1", outcome="reached"
        ),
        FollowupRow(
            id=new_id(),
            customer_id=WALKER,
            signal="s",
            subject="p1",
            state="open",
            score=1.0,
            code="c",
            params={"who": WALKER},
            evidence=[],
            products=[],
            withheld={},
            decision_id=new_id(),
            note=f"Called {MARK}",
            created_at=NOW,
            updated_at=NOW,
        ),
    ]


async def seal_all(root: Root) -> None:
    """Put everything that happened into the chain."""
    await seal_decisions(root.database, root.clock, settled_seconds=-1.0)
    await seal(root.database, root.anchors, root.clock)


async def traces(database: Database, mark: str = MARK) -> list[str]:
    """Look through every value of every row, packed ones too; return where the mark is.

    Hex digits beside it make it a part of some random id.
    """
    found, sought = [], re.compile(rf"(?<![0-9a-f]){re.escape(mark)}(?![0-9a-f])")
    async with database.reading() as session:
        for metadata in all_metadata():
            for table in metadata.sorted_tables:
                async for row in await session.stream(select(table)):
                    named = zip(table.columns.keys(), row, strict=True)
                    found += [
                        f"{table.name}.{name}" for name, one in named if sought.search(_text(one))
                    ]
    return sorted(set(found))


def _text(value: Any) -> str:
    if isinstance(value, bytes):
        try:
            value = zlib.decompress(value)
        except zlib.error:
            return ""
        return value.decode(errors="replace")
    return str(value)
