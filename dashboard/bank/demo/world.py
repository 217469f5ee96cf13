"""The demo world of a span of days, as rows for the database."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from dashboard.bank.demo import flows as money
from dashboard.bank.demo import quotes, sheets
from dashboard.bank.demo.bills import BILLER_IDS, BILLERS, Bill, Bills
from dashboard.bank.demo.flows import CURRENCIES, KINDS, Flows
from dashboard.bank.demo.people import People, settle
from dashboard.bank.demo.plan import Plan, instant, months, packed_id
from dashboard.bank.demo.routine import Routine
from dashboard.bank.demo.story import ACTIONS, PRODUCT, Story

EVENTS, STORIES, ROUTINES, _, TRADES, DEPOSITS = range(1, 7)
DEVICES = ("phone", "phone", "phone", "desktop", "tablet")
CONSENT_VERSION = 1
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """Days after `after` (None: from the beginning) up to and including `through`."""

    after: date | None
    through: date

    def has(self, day: date) -> bool:
        """Say whether the day belongs to the span."""
        return (self.after is None or day > self.after) and day <= self.through


class World:
    """Everything that happened in a span; each method yields rows in a fixed order.

    Args:
        gone: Customers who were erased: nothing more happens to them.
        settled: Ids of bills that are paid already, by the demo or by their customer.
    """

    def __init__(
        self,
        plan: Plan,
        span: Span,
        gone: Collection[str] = (),
        settled: Collection[bytes] = frozenset(),
    ) -> None:
        self.plan, self.span, self.gone = plan, span, frozenset(gone)
        self.settled = settled
        self.people: People = settle(plan)
        self.story = Story(plan, self.people, span.through)
        self.routine = Routine(plan, self.people, settled)
        first = plan.start if span.after is None else span.after + timedelta(days=1)
        self._seconds = (
            plan.midnight(first),
            plan.midnight(span.through + timedelta(days=1)),
        )
        self._first = first
        self._made: tuple[date, Flows, Bills] | None = None

    @cached_property
    def account_ids(self) -> dict[int, str]:
        """Name the accounts by the numbers that flows use."""
        return money.account_ids(self.people.ids)

    @cached_property
    def _gone_accounts(self) -> frozenset[int]:
        """Numbers of the accounts of those who are gone."""
        found = self.account_ids.items()
        return frozenset(number for number, id_ in found if id_.partition("-")[0] in self.gone)

    def _month(self, month: date) -> tuple[Flows, Bills]:
        """Make a month, and keep it for the second question about it."""
        if self._made is None or self._made[0] != month:
            self._made = (month, *self.routine.month(month))
        return self._made[1:]

    def accounts(self) -> Iterator[Row]:
        """Yield (id, customer, kind, currency, number, opened on)."""
        for customer, name in enumerate(self.people.ids):
            for slot in self._slots(customer):
                number = f"**** {(customer * 7919 + slot * 1237 + 4821) % 10_000:04}"
                currency = CURRENCIES[slot >= money.DOLLARS]
                kind, since = money.KINDS_OF_ACCOUNT[slot], self.people.since[customer]
                account = self.account_ids[money.own(customer, slot)]
                yield account, name, kind, currency, number, since
        for account_number, account_id in self.account_ids.items():
            if account_number < 0:
                yield account_id, None, "bank", account_id[-3:].upper(), "", self.plan.start

    def months(self) -> Iterator[date]:
        """Yield the months whose flows may fall into the span."""
        before = self._first.replace(day=1) - timedelta(days=1)
        yield from months(max(before, self.plan.start), self.span.through)

    def ledger(self, month: date | None) -> tuple[list[Row], list[Row]]:
        """Return transactions and postings of a month's routine, or of the story if None."""
        if month is None:
            return self._book(self.story.books.flows, STORIES, 0)
        flows, _ = self._month(month)
        return self._book(flows, ROUTINES, (month.year * 12 + month.month) << 24)

    def _book(self, flows: Flows, stream: int, first: int) -> tuple[list[Row], list[Row]]:
        transactions, postings = list[Row](), list[Row]()
        names, parties = self.account_ids, [one.id for one in sheets.parties()]
        start, end = self._seconds
        for place, at in enumerate(flows.at):
            is_over = not self._gone_accounts.isdisjoint((flows.source[place], flows.target[place]))
            if is_over or not start <= at < end:
                continue
            key, amount = packed_id(at, stream, first + place), flows.amount[place]
            when, source = instant(at), flows.source[place]
            day = when.astimezone(self.plan.zone).date()
            kind, party = KINDS[flows.kind[place]], parties[flows.party[place]]
            transactions.append((key, day, when, kind, party))
            currency = _currency(source)
            postings.append((key, 0, names[source], -amount, currency))
            postings.append((key, 1, names[flows.target[place]], amount, currency))
        return sorted(transactions), sorted(postings)

    def bills(self, month: date) -> tuple[list[Row], list[Row]]:
        """Return bills issued in the span, and (paid on, id) of older ones paid in it."""
        _, bills = self._month(month)
        new, paid = list[Row](), list[Row]()
        for place, bill in enumerate(bills.rows):
            key = bills.key(self.plan, place)
            if self.people.ids[bill.customer] in self.gone or key in self.settled:
                continue
            if self.span.has(bill.issued):
                new.append(self._bill(key, bill))
            elif bill.issued <= self.span.through and self.span.has(bill.paid):
                paid.append((bill.paid, key))
        return new, paid

    def _bill(self, key: bytes, bill: Bill) -> Row:
        kind = BILLERS[bill.biller]
        biller = BILLER_IDS[bill.biller]
        paid = bill.paid if bill.paid <= self.span.through else None
        customer = self.people.ids[bill.customer]
        return key, customer, biller, kind, bill.amount_minor, "CNY", bill.issued, bill.due, paid

    def trades(self) -> Iterator[Row]:
        """Yield (id, customer, product, day, units, amount, currency)."""
        products = sheets.products()
        for place, one in enumerate(self.story.books.trades):
            if self.span.has(one.day) and self.people.ids[one.customer] not in self.gone:
                key = packed_id(self.plan.midnight(one.day), TRADES, place)
                product = products[one.product]
                who = self.people.ids[one.customer]
                yield (
                    key,
                    who,
                    product.id,
                    one.day,
                    one.units_e6,
                    one.amount_minor,
                    product.currency,
                )

    def deposits(self) -> Iterator[Row]:
        """Yield (id, customer, product, principal, currency, rate, opened, matures, renews)."""
        products = sheets.products()
        for place, one in enumerate(self.story.books.deposits):
            if self.span.has(one.opened) and self.people.ids[one.customer] not in self.gone:
                key = packed_id(self.plan.midnight(one.opened), DEPOSITS, place)
                product, who = products[one.product], self.people.ids[one.customer]
                money_of = (one.principal_minor, product.currency, product.rate_e8 or 0)
                yield key, who, product.id, *money_of, one.opened, one.matures, one.renews

    def prices(self) -> Iterator[Row]:
        """Yield (product, day, price) of the months that begin in the span."""
        table = self.story.books.prices
        for row, month in enumerate(months(table.first, self.span.through)):
            if self.span.has(month):
                for product, price in zip(sheets.products(), table.table_e6[row], strict=True):
                    if price:
                        yield product.id, month, int(price)

    def exchange_rates(self) -> Iterator[Row]:
        """Yield (base, quote, day, rate)."""
        for row in quotes.exchange_rates(self.plan, self.span.through):
            if self.span.has(row[2]):
                yield row

    def quotes(self) -> Iterator[Row]:
        """Yield (symbol, day, currency, price)."""
        for row in quotes.gold_quotes(self.plan, self.story.books.prices, self.span.through):
            if self.span.has(row[1]):
                yield row

    def events(self) -> Iterator[Row]:
        """Yield events in the order of COLUMNS."""
        items = (
            [one.id for one in sheets.products()],
            [one.id for one in sheets.contents()],
        )
        currencies = [one.currency for one in sheets.products()]
        people, (start, end) = self.people, self._seconds
        usable = ["personalisation" in given for given in people.consents]
        for place, row in enumerate(self.story.deeds.rows):
            at, customer, kind, item, action, dwell, value, position = row
            if not start <= at < end or people.ids[customer] in self.gone:
                continue
            when, is_product = instant(at), kind == PRODUCT
            yield (
                packed_id(at, EVENTS, place),
                when,
                f"demo-{place:08}",
                people.ids[customer],
                "product" if is_product else "content",
                items[kind][item],
                ACTIONS[action],
                when,
                value or None,
                currencies[item] if value else None,
                dwell or None,
                "feed" if position >= 0 else "page",
                position if position >= 0 else None,
                "app",
                DEVICES[(customer * 31 + at // 86_400) % len(DEVICES)],
                people.languages[customer],
                CONSENT_VERSION,
                usable[customer],
            )

    def held(self) -> list[frozenset[str]]:
        """Return what each customer holds at the end of the span."""
        names = [one.id for one in sheets.products()]
        owned = [{names[p] for p in row.nonzero()[0]} for row in self.story.books.units_e6]
        for deposit in self.open_deposits():
            owned[deposit.customer].add(names[deposit.product])
        return [frozenset(one) for one in owned]

    def open_deposits(self) -> list[Any]:
        """Return the dated holdings that have not matured by the end of the span."""
        through = self.span.through
        return [one for one in self.story.books.deposits if one.matures > through]

    def _slots(self, customer: int) -> list[int]:
        slots = [money.CURRENT, money.SAVINGS, money.DEPOSITS, money.POSITIONS]
        if self.people.has_card[customer]:
            slots.append(money.CARD)
        if self.people.dollars_minor[customer]:
            slots += [money.DOLLARS, money.DOLLAR_POSITIONS]
        return sorted(slots)


def _currency(account: int) -> str:
    if account < 0:
        return CURRENCIES[(-1 - account) // len(money.CONTRA)]
    return CURRENCIES[account % len(money.SLOTS) >= money.DOLLARS]
