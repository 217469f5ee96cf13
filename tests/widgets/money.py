"""Fake ports of money and wealth, and what they are filled with."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from recommender.money import Money
from widgets.errors import NotConnected
from widgets.ports import (
    Card,
    CategorySpending,
    DayPrice,
    DayRate,
    Exchange,
    Goal,
    GoalList,
    Idea,
    Journey,
    Limit,
    MonthFlow,
    Offer,
    Pay,
    Performance,
    PriceLine,
    Regular,
    Spent,
    ValuePoint,
    Watched,
)

NOW = datetime(2026, 6, 15, 4, 0, tzinfo=UTC)
TODAY = date(2026, 6, 15)
WORD = {"zh-Hans": "字", "en": "Word"}
MONTHS = tuple(date(2026, month, 1) for month in range(1, 7))
NO_SPENDING = Spent(
    months=MONTHS, through=date(2026, 6, 14), currency="CNY", categories=(), as_of=NOW
)
NO_GOALS = GoalList(goals=(), months_measured=0, as_of=NOW)


@dataclass
class FakeMoney:
    """What the ports of money answer; `done` lists the deeds."""

    spent: Spent = NO_SPENDING
    flow_list: list[MonthFlow] = field(default_factory=list)
    regular_list: list[Regular] = field(default_factory=list)
    pay: Pay | None = None
    card_list: list[Card] = field(default_factory=list)
    limit_list: list[Limit] = field(default_factory=list)
    exchange_list: list[Exchange] = field(default_factory=list)
    gold_line: PriceLine | None = None
    deposit_list: list[Offer] = field(default_factory=list)
    offer_list: list[Offer] = field(default_factory=list)
    watched_list: list[Watched] = field(default_factory=list)
    performance: Performance | None = None
    goal_list: GoalList = NO_GOALS
    idea_list: tuple[Idea, ...] = ()
    journey: Journey | None = None
    done: list[tuple] = field(default_factory=list)


class _Port:
    """One fake port: asks its source, which may be down."""

    def __init__(self, source):
        self._source = source

    def _answer(self, value):
        return self._source._answer(self.name, value)

    def _do(self, *deed):
        self._answer(None)
        self._source.money.done.append(deed)


class FakeSpending(_Port):
    name = "spending"

    async def by_category(self, customer_id, months):
        found = self._source.money.spent
        rows = [
            one.model_copy(update={"by_month": one.by_month[-months:]}) for one in found.categories
        ]
        changed = {"months": found.months[-months:], "categories": tuple(rows)}
        return self._answer(found.model_copy(update=changed))

    async def flows(self, customer_id, months):
        return self._answer(self._source.money.flow_list[-months:])

    async def regular(self, customer_id):
        return self._answer(self._source.money.regular_list)

    async def pay(self, customer_id):
        return self._answer(self._source.money.pay)


class FakeCards(_Port):
    name = "cards"

    async def held(self, customer_id):
        return self._answer(self._source.money.card_list)

    async def freeze(self, customer_id, card_id):
        self._do("freeze", card_id)

    async def unfreeze(self, customer_id, card_id):
        self._do("unfreeze", card_id)

    async def limits(self, customer_id):
        return self._answer(self._source.money.limit_list)

    async def lower(self, customer_id, kind, amount_minor):
        self._do("lower", kind, amount_minor)


class FakeMarkets(_Port):
    name = "markets"

    async def exchange(self, days):
        found = self._answer(self._source.money.exchange_list)
        if not found:
            raise NotConnected
        return found

    async def gold(self, days):
        found = self._answer(self._source.money.gold_line)
        if found is None:
            raise NotConnected
        return found


class FakeShelf(_Port):
    name = "shelf"

    async def deposits(self, customer_id):
        return self._answer(self._source.money.deposit_list)

    async def products(self, customer_id, product_ids):
        known = {one.product_id: one for one in self._source.money.offer_list}
        return self._answer([known[id_] for id_ in product_ids if id_ in known])

    async def watched(self, customer_id):
        return self._answer(self._source.money.watched_list)

    async def watch(self, customer_id, product_id):
        self._do("watch", product_id)

    async def unwatch(self, customer_id, product_id):
        self._do("unwatch", product_id)

    async def as_of(self):
        return NOW


class FakeWealth(_Port):
    name = "wealth"

    async def performance(self, customer_id, months):
        return self._answer(self._source.money.performance)


class FakeGoals(_Port):
    name = "goals"

    async def list(self, customer_id):
        return self._answer(self._source.money.goal_list)

    async def ideas(self, customer_id):
        return self._answer(self._source.money.idea_list)

    async def begin(self, customer_id, kind):
        self._do("begin", kind)

    async def shift(self, customer_id, goal_id, months):
        self._do("shift", goal_id, months)

    async def remove(self, customer_id, goal_id):
        self._do("remove", goal_id)

    async def journey(self, customer_id):
        return self._answer(self._source.money.journey)


class FakeDiary(_Port):
    name = "places"

    async def diary(self, customer_id):
        return self._answer(None)


def money_ports(source):
    made = (FakeDiary, FakeSpending, FakeCards, FakeMarkets, FakeShelf, FakeWealth, FakeGoals)
    return {one.name: one(source) for one in made}


def yuan(amount):
    return Money(minor=round(amount * 100))


def a_category(category, *by_month, usual=None, above=None, is_new=False):
    return CategorySpending(
        category=category,
        by_month=(0,) * (len(MONTHS) - len(by_month)) + tuple(one * 100 for one in by_month),
        usual_minor=None if usual is None else usual * 100,
        above=above,
        is_new=is_new,
    )


def a_flow(month, came, went, *, is_whole=True):
    return MonthFlow(
        month=date(2026, month, 1), came=yuan(came), went=yuan(went), is_whole=is_whole
    )


def a_card(card_id="k1", kind="credit", **fields):
    given = {
        "used": yuan(3200),
        "limit": yuan(20_000),
        "due": yuan(1800),
        "due_on": date(2026, 6, 25),
    }
    if kind == "debit":
        given = {"used": yuan(52_000)}
    given |= {"name": WORD, "expires_on": date(2029, 3, 31), "as_of": NOW}
    return Card(id=card_id, kind=kind, **given | fields)


def a_limit(kind="transfer_day", amount=200_000, **fields):
    given = {"highest": yuan(500_000), "steps": (10_000_000, 5_000_000), "peak_minor": 320_000}
    return Limit(kind=kind, amount=yuan(amount), **given | fields)


def a_rate(base="USD", *rates):
    days = rates or (712_000_000, 715_560_000)
    first = TODAY - timedelta(days=len(days))
    return Exchange(
        base=base,
        quote="CNY",
        days=tuple(
            DayRate(on=first + timedelta(days=n), rate_e8=rate) for n, rate in enumerate(days)
        ),
        as_of=NOW,
        source=WORD,
    )


def a_gold_line(*prices):
    days = prices or (700_000_000, 707_000_000, 714_000_000)
    first = TODAY - timedelta(days=len(days))
    return PriceLine(
        symbol="AU-GRAM",
        currency="CNY",
        days=tuple(
            DayPrice(on=first + timedelta(days=n), price_e6=price) for n, price in enumerate(days)
        ),
        as_of=NOW,
        source=WORD,
    )


def an_offer(product_id="deposit-1y", **fields):
    given = {
        "name": {"zh-Hans": "产品", "en": product_id},
        "product_type": "deposit",
        "type_name": WORD,
        "grade": 1,
        "rate_e8": 1_150_000,
        "rate": {"zh-Hans": "1.15%", "en": "1.15%"},
        "rate_label": WORD,
        "term_days": 365,
        "minimum": yuan(50),
        "exit": WORD,
        "fees": ((WORD, "0.15%"),),
    }
    return Offer(product_id=product_id, **given | fields)


def a_watched(product_id="deposit-1y", **fields):
    given = {"since": date(2026, 5, 1), "rate_then_e8": 1_250_000}
    return Watched(offer=fields.pop("offer", an_offer(product_id)), **given | fields)


def a_performance(*values, yearly=0.042):
    found = values or ((100_000, 90_000), (104_000, 90_000), (112_000, 95_000))
    points = tuple(
        ValuePoint(on=date(2026, 3 + n, 28), value_minor=value * 100, paid_in_minor=paid * 100)
        for n, (value, paid) in enumerate(found)
    )
    gain = points[-1].value_minor - points[0].value_minor
    gain -= points[-1].paid_in_minor - points[0].paid_in_minor
    return Performance(currency="CNY", points=points, gain_minor=gain, yearly=yearly, as_of=NOW)


def a_goal(goal_id="g1", **fields):
    given = {
        "kind": "home",
        "target": yuan(300_000),
        "target_on": date(2028, 6, 1),
        "saved": yuan(120_000),
        "rate": yuan(6_000),
        "reached_on": date(2028, 12, 15),
        "needed": yuan(7_500),
        "account": WORD,
        "line": tuple(one * 100 for one in (90_000, 96_000, 102_000, 108_000, 114_000, 120_000)),
    }
    return Goal(id=goal_id, **given | fields)


def a_goal_list(*goals):
    ends = tuple(one - timedelta(days=1) for one in MONTHS)
    return GoalList(goals=goals or (a_goal(),), months_measured=6, months=ends, as_of=NOW)


def a_journey(stage="grow", **fields):
    given = {
        "next_step": "review",
        "reserve_months": 8.4,
        "invested_share": 0.42,
        "worth": yuan(820_000),
        "goals": 2,
        "goals_on_track": 1,
        "line": tuple((one, 80_000_000 + n * 500_000) for n, one in enumerate(MONTHS)),
        "as_of": NOW,
    }
    return Journey(stage=stage, **given | fields)


def a_regular(party_id="video", **fields):
    given = {
        "party": {"zh-Hans": "视频会员", "en": "Video club"},
        "category": "subscriptions",
        "amount": yuan(25),
        "last_on": date(2026, 6, 3),
        "next_on": date(2026, 7, 3),
        "times": 8,
    }
    return Regular(party_id=party_id, **given | fields)


def a_pay(**fields):
    days = tuple(date(2026, month, 10) for month in range(1, 7))
    given = {
        "party_id": "works",
        "party": {"zh-Hans": "华信软件", "en": "Huaxin Software"},
        "amount": yuan(38_200),
        "on": days[-1],
        "next_on": date(2026, 7, 10),
        "usual": yuan(38_000),
        "past": tuple(yuan(38_000) for _ in days),
        "days": days,
    }
    return Pay(**given | fields)


def filled_money():
    return FakeMoney(
        spent=NO_SPENDING.model_copy(
            update={
                "categories": (
                    a_category(
                        "groceries", 1000, 1000, 1000, 1000, 1000, 1620, usual=1000, above=0.62
                    ),
                    a_category("dining", 300, 320, 310, 290, 300, 150, usual=300),
                )
            }
        ),
        flow_list=[a_flow(month, 9000, 7000, is_whole=month < 6) for month in range(1, 7)],
        regular_list=[a_regular()],
        pay=a_pay(),
        card_list=[a_card(), a_card("k2", "debit")],
        limit_list=[a_limit(), a_limit("online_day", 5_000), a_limit("cash_day", 20_000)],
        exchange_list=[a_rate(), a_rate("JPY", 4_800_000, 4_752_000)],
        gold_line=a_gold_line(),
        deposit_list=[an_offer("deposit-3m", term_days=91, rate_e8=800_000), an_offer()],
        offer_list=[an_offer("p1"), an_offer("p2"), an_offer("p4000"), an_offer("p6000")],
        watched_list=[a_watched()],
        performance=a_performance(),
        goal_list=a_goal_list(),
        idea_list=(Idea(kind="travel", target=yuan(20_000), target_on=date(2027, 3, 15)),),
        journey=a_journey(),
    )
