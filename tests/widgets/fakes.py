"""Fake ports: the bank, the engine, the feed and the notices as plain lists."""

from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime

from recommender.money import Money
from tests.widgets.life import FakeLife, filled_life, life_ports
from tests.widgets.money import FakeMoney, filled_money, money_ports
from widgets.base import Context
from widgets.errors import SourceDown
from widgets.ports import Account, Due, Holding, Notice, Ports, Suggestion, Suggestions

NOW = datetime(2026, 6, 15, 4, 0, tzinfo=UTC)
TODAY = date(2026, 6, 15)
NOTHING = Suggestions(decision_id="d1", personalised=True, items=[])


@dataclass
class FakeSource:
    """Answers every port from lists; `is_down` makes each call fail."""

    account_list: list[Account] = field(default_factory=list)
    holding_list: list[Holding] = field(default_factory=list)
    due_list: list[Due] = field(default_factory=list)
    notice_list: list[Notice] = field(default_factory=list)
    suggestions: Suggestions = NOTHING
    service_ranking: Suggestions = NOTHING
    money: FakeMoney = field(default_factory=FakeMoney)
    life: FakeLife = field(default_factory=FakeLife)
    is_down: bool = False
    asked: list[str] = field(default_factory=list)

    def _answer(self, port, value):
        self.asked.append(port)
        if self.is_down:
            raise SourceDown("The source is down.")
        return value

    async def accounts(self, customer_id):
        return self._answer("bank", self.account_list)

    async def holdings(self, customer_id):
        return self._answer("bank", self.holding_list)

    async def dues(self, customer_id, days):
        return self._answer("bank", self.due_list)

    async def products(self, customer_id, limit, language):
        return self._answer("recommend", _first(self.suggestions, limit))

    async def services(self, customer_id, limit, language):
        return self._answer("recommend", _first(self.service_ranking, limit))

    async def cards(self, customer_id, limit, language):
        return self._answer("feed", _first(self.suggestions, limit))

    async def current(self, customer_id):
        return self._answer("notices", self.notice_list)


def _first(answer, limit):
    return answer.model_copy(update={"items": answer.items[:limit]})


def context(source: FakeSource, *, language: str = "en") -> Context:
    own = {one.name: source for one in fields(Ports)}
    ports = Ports(**own | money_ports(source) | life_ports(source))
    return Context(customer_id="c1", language=language, now=NOW, today=TODAY, ports=ports)


def account(minor: int, *, kind: str = "current", currency: str = "CNY") -> Account:
    balance = Money(minor=minor, currency=currency)
    return Account(id=f"a{minor}", name={"en": kind}, kind=kind, balance=balance, as_of=NOW)


def holding(product_type: str, minor: int, *, currency: str = "CNY") -> Holding:
    value = Money(minor=minor, currency=currency)
    return Holding(
        product_id=f"p{minor}",
        name={"en": product_type},
        product_type=product_type,
        grade=2,
        value=value,
        cost=value,
        as_of=NOW,
    )


def due(on: date, *, kind: str = "bill", minor: int = 1000, state: str = "open") -> Due:
    return Due(
        id=f"{kind}{on}",
        kind=kind,
        name={"en": kind},
        amount=Money(minor=minor),
        on=on,
        state=state,
    )


def suggestion(item_id: str, kind: str = "product") -> Suggestion:
    return Suggestion(kind=kind, id=item_id, title=item_id.title(), grade=2)


def filled() -> FakeSource:
    return FakeSource(
        account_list=[account(1000), account(2500, kind="savings")],
        holding_list=[holding("fund", 6000), holding("deposit", 4000)],
        due_list=[due(date(2026, 6, 20)), due(date(2026, 6, 25), kind="maturity")],
        notice_list=[
            Notice(id="n1", level="info", title={"en": "Hello"}, body={"en": "World"}, at=NOW)
        ],
        suggestions=Suggestions(
            decision_id="d1", personalised=True, items=[suggestion("p1"), suggestion("p2")]
        ),
        money=filled_money(),
        life=filled_life(),
    )
