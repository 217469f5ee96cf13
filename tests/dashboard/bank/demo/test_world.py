"""The demo world: the same each time, coherent, and with a structure worth learning."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from dashboard.bank.demo import flows as money
from dashboard.bank.demo import sheets
from dashboard.bank.demo import shelf as shelves
from dashboard.bank.demo import story as stories
from dashboard.bank.demo.people import SEGMENTS, SITUATIONS
from dashboard.bank.demo.plan import SEED, Plan
from dashboard.bank.demo.world import Span, World

ZONE = ZoneInfo("Asia/Shanghai")
ANCHOR = date(2026, 6, 15)
YESTERDAY = ANCHOR - timedelta(days=1)
FEW = 150


def a_world(
    through: date = YESTERDAY, after: date | None = None, seed: int = SEED, customers: int = FEW
) -> World:
    return World(Plan(seed, ANCHOR, ZONE, customers), Span(after, through))


def rows(world: World) -> dict[str, list[tuple[Any, ...]]]:
    """Return everything that the world would write, by table."""
    ledgers = [world.ledger(month) for month in (None, *world.months())]
    bills = [world.bills(month) for month in world.months()]
    return {
        "transactions": sorted(row for found, _ in ledgers for row in found),
        "postings": sorted(row for _, found in ledgers for row in found),
        "bills": sorted(row for found, _ in bills for row in found),
        "paid": sorted(row for _, found in bills for row in found),
        "trades": sorted(world.trades()),
        "deposits": sorted(world.deposits()),
        "prices": sorted(world.prices()),
        "rates": sorted(world.exchange_rates()),
        "events": sorted(world.events(), key=lambda row: row[0]),
    }


def fingerprint(world: World) -> str:
    return hashlib.sha256(repr(rows(world)).encode()).hexdigest()


@pytest.fixture(scope="module")
def world() -> World:
    """The world of a first start, with all its customers."""
    return a_world(customers=2000)


@pytest.fixture(scope="module")
def written(world: World) -> dict[str, list[tuple[Any, ...]]]:
    return rows(world)


def test_same_seed_and_anchor_make_the_same_world():
    assert fingerprint(a_world()) == fingerprint(a_world())


def test_another_seed_makes_another_world():
    assert fingerprint(a_world()) != fingerprint(a_world(seed=SEED + 1))


@pytest.mark.parametrize("missed", [1, 3, 40])
def test_adding_missing_days_equals_generating_at_once(missed: int):
    last = YESTERDAY + timedelta(days=missed)
    at_once, first, rest = rows(a_world(last)), rows(a_world()), rows(a_world(last, YESTERDAY))
    paid = {key: day for day, key in rest.pop("paid")}
    assert first.pop("paid") == at_once.pop("paid") == []
    first["bills"] = [(*row[:-1], paid.get(row[0], row[-1])) for row in first["bills"]]
    for table, expected in at_once.items():
        assert sorted(first[table] + rest[table]) == expected, table
        assert rest[table] or table in ("prices", "rates", "trades", "deposits"), table


def test_every_transaction_sums_to_zero(written):
    sums: Counter[tuple[bytes, str]] = Counter()
    for transaction, _, _, amount, currency in written["postings"]:
        sums[transaction, currency] += amount
    assert len({key for key, _ in sums}) == len(written["transactions"])
    assert set(sums.values()) == {0}


def test_ids_are_unique_and_sort_by_time(written):
    for table in ("transactions", "events"):
        at = 2 if table == "transactions" else 1
        ids = [row[0] for row in written[table]]
        assert len(ids) == len(set(ids))
        times = [row[at] for row in written[table]]
        assert times == sorted(times)


def test_nobody_spends_money_that_is_not_there(written):
    balances: Counter[str] = Counter()
    for _, _, account, amount, _ in written["postings"]:
        balances[account] += amount
        if account.startswith("c") and not account.endswith("-card"):
            assert balances[account] >= 0, account


def test_business_days_are_days_of_the_banks_zone(written):
    for _, day, at, _, _ in written["transactions"][::500]:
        assert at.astimezone(ZONE).date() == day


def test_deposit_accounts_hold_exactly_the_open_deposits(world, written):
    balances: Counter[str] = Counter()
    for _, _, account, amount, currency in written["postings"]:
        if account.endswith("-dep") and currency == "CNY":
            balances[account] += amount
    held: Counter[str] = Counter()
    for one in world.open_deposits():
        if sheets.products()[one.product].currency == "CNY":
            held[f"{world.people.ids[one.customer]}-dep"] += one.principal_minor
    assert +balances == held


def test_position_accounts_hold_exactly_what_the_positions_cost(world, written):
    balances: Counter[str] = Counter()
    for _, _, account, amount, _ in written["postings"]:
        if account.endswith("-pos"):
            balances[account] += amount
    shelf = world.story.shelf
    counted = world.story.books.cost[:, ~shelf.in_dollars & ~shelf.covers].sum(axis=1)
    for customer, cost in zip(world.people.ids, counted.tolist(), strict=True):
        assert balances[f"{customer}-pos"] == cost


def test_trades_add_up_to_what_is_held(world, written):
    units: Counter[tuple[str, str]] = Counter()
    for _, customer, product, _, amount_e6, *_ in written["trades"]:
        units[customer, product] += amount_e6
    ids, books = [one.id for one in sheets.products()], world.story.books
    for (customer, product), held in units.items():
        place = (world.people.ids.index(customer), ids.index(product))
        assert books.units_e6[place] == held >= 0


def buys(written: dict[str, list[tuple[Any, ...]]]) -> Iterator[tuple[str, str, date, int]]:
    for row in written["events"]:
        if row[6] == "buy":
            yield row[3], row[5], row[7].astimezone(ZONE).date(), row[8]


def test_every_purchase_is_an_event_a_holding_and_a_posting(world, written):
    bought = Counter(buys(written))
    held: Counter[tuple[str, str, date, int]] = Counter()
    for _, customer, product, day, units, amount, _ in written["trades"]:
        if units > 0 and day >= world.plan.start:
            held[customer, product, day, amount] += 1
    renewed = {
        (deposit.customer, deposit.product, deposit.matures)
        for deposit in world.story.books.deposits
        if deposit.renews
    }
    for one in world.story.books.deposits:
        if one.opened < world.plan.start or (one.customer, one.product, one.opened) in renewed:
            continue
        customer, product = world.people.ids[one.customer], sheets.products()[one.product].id
        held[customer, product, one.opened, one.principal_minor] += 1
    assert not held - bought
    assert sum((bought - held).values()) <= 5  # A purchase on the very day of a renewal.


def test_nothing_was_sold_above_capacity_or_to_the_wrong_people(world, written):
    products = {one.id: one for one in sheets.products()}
    people = world.people
    for customer, product, day, _ in buys(written):
        place, sheet = people.ids.index(customer), products[product]
        if sheet.type != "deposit":
            assert people.assessed_until[place] >= day
            assert sheet.grade <= people.capacity[place]
        if sheet.private:
            assert people.qualified_until[place] >= day


def test_what_can_be_held_once_is_bought_once(world, written):
    single = {one.id for one in sheets.products() if one.single_hold}
    count = Counter((row[1], row[2]) for row in written["trades"] if row[2] in single)
    assert set(count.values()) == {1}


def test_maturities_lie_ahead_and_some_are_near(world):
    ahead = [(one.matures - YESTERDAY).days for one in world.open_deposits()]
    assert min(ahead) >= 1
    assert sum(days <= 30 for days in ahead) > 50


def test_some_bills_are_open_and_few_are_late(written):
    unpaid = [row for row in written["bills"] if row[-1] is None]
    late = [row for row in unpaid if row[-2] < ANCHOR]
    assert len(unpaid) > 500
    assert 0 < len(late) < len(unpaid) / 5


def test_size_is_what_was_asked_for(written):
    assert 60_000 <= len(written["events"]) <= 100_000
    assert 200_000 <= len(written["transactions"]) <= 320_000


def test_segments_capacities_languages_and_consents_are_mixed(world):
    people = world.people
    assert set(people.segment.tolist()) == set(range(6))
    assert set(people.capacity.tolist()) == set(range(6))
    assert {"zh-Hans", "zh-Hant", "en"} == set(people.languages)
    expired = [day for day in people.assessed_until if day is not None and day < ANCHOR]
    assert 100 < len(expired) < 600
    refused = sum("personalisation" not in given for given in people.consents)
    assert 50 < refused < 400


def test_reading_precedes_buying_for_some_and_not_for_others(world, written):
    """Who converts buys linked products after reading; who browses reads as much, buys less."""
    links = {one.id: one.links for one in sheets.contents()}
    read: dict[tuple[str, str], date] = {}
    count: Counter[tuple[str, str]] = Counter()
    habits = dict(zip(world.people.ids, world.people.habit.tolist(), strict=True))
    for row in written["events"]:
        customer, kind, item, action, dwell = row[3], row[4], row[5], row[6], row[10]
        if kind == "content" and action == "view" and dwell >= 5000:
            count["reads", habits[customer]] += 1
            for product in links[item]:
                read[customer, product] = row[7].date()
        if action == "buy":
            told = (row[7].date() - read.get((customer, item), date.min)).days <= 30
            count["after" if told else "alone", habits[customer]] += 1
    assert count["reads", stories.BROWSES] > 0.5 * count["reads", stories.CONVERTS]
    assert count["after", stories.CONVERTS] > 3 * count["after", stories.BROWSES]
    after, alone = count["after", stories.CONVERTS], count["alone", stories.DIRECT]
    assert after > 200
    assert alone > 200


def test_seasons_show_in_what_is_read(written):
    read: defaultdict[tuple[str, int], int] = defaultdict(int)
    topics = {one.id: one.topics for one in sheets.contents()}
    for row in written["events"]:
        if row[4] == "content" and row[6] == "view":
            read[topics[row[5]][0], row[7].month] += 1
            read["all", row[7].month] += 1

    def share(topic: str, month: int) -> float:
        return read[topic, month] / read["all", month]

    assert share("pension", 12) > 1.3 * share("pension", 6)
    assert share("tax", 3) > 1.5 * share("tax", 9)
    assert share("gold", 2) > 1.3 * share("gold", 8)


def test_neighbours_predict_better_than_popularity(world, written):
    """Item-item links of the past find the next new item more often than popularity does."""
    ids = {row[5]: n for n, row in enumerate({r[5]: r for r in written["events"]}.values())}
    places = {customer: n for n, customer in enumerate(world.people.ids)}
    past, later = (np.zeros((len(places), len(ids))) for _ in range(2))
    cut = ANCHOR - timedelta(days=60)
    for row in written["events"]:
        if row[6] in ("view", "buy"):
            target = past if row[7].date() < cut else later
            target[places[row[3]], ids[row[5]]] = 1
    later[past > 0] = 0
    norm = np.sqrt(past.sum(axis=0) + 1)
    similar = (past.T @ past) / np.outer(norm, norm)
    np.fill_diagonal(similar, 0)

    def hit_rate(scores: np.ndarray) -> float:
        scores = np.where(past > 0, -1, scores)
        top = np.argsort(-scores, axis=1)[:, :10]
        found = np.take_along_axis(later, top, axis=1).sum(axis=1)
        some = later.sum(axis=1) > 0
        return float((found[some] / np.minimum(later[some].sum(axis=1), 10)).mean())

    popular = np.tile(past.sum(axis=0), (len(places), 1))
    assert hit_rate(past @ similar) > 1.25 * hit_rate(popular)


def test_personas_are_what_their_cards_say(world, written):
    people = world.people
    events = Counter(row[3] for row in written["events"])
    assert events["c0003"] == 0
    assert min(row[1] for row in written["transactions"]) == world.plan.start
    assert people.capacity[3] == 1
    assert people.assessed_until[4] < ANCHOR
    for place in (5, 11):
        assert "personalisation" not in people.consents[place]
    assert "rm_sharing" not in people.consents[6]
    assert people.qualified_until[7] > ANCHOR
    assert people.languages[9] == "zh-Hant"
    near = [one.customer for one in world.open_deposits() if (one.matures - ANCHOR).days <= 14]
    assert {0, 6} <= set(near)
    assert not [row for row in buys(written) if row[0] == "c0011" and "index" in row[1]]


def test_persona_one_holds_many_kinds(world):
    kinds = {one.id: one.type for one in sheets.products()}
    held = {kinds[product] for product in world.held()[0]}
    assert {"deposit", "wealth", "fund", "gold", "money_market", "insurance"} <= held


def test_prices_move_and_stay_positive(world):
    table = world.story.books.prices.table_e6
    priced = [n for n, one in enumerate(sheets.products()) if one.price]
    assert (table[:, priced] > 0).all()
    assert (np.diff(table[:, priced], axis=0) != 0).any(axis=0).all()


def test_every_account_of_a_flow_exists(world, written):
    accounts = {row[0] for row in world.accounts()}
    assert {row[2] for row in written["postings"]} <= accounts
    assert len({money.own(c, s) for c in range(50) for s in range(7)}) == 350


def test_a_product_that_is_sold_out_is_not_bought_afterwards(written):
    until = ANCHOR - timedelta(days=20)
    late = [row for row in buys(written) if row[1] == "bond-savings-5y" and row[2] > until]
    assert late == []
    missing = ~shelves.on_sale(Plan(SEED, ANCHOR, ZONE), ANCHOR)
    assert [sheets.products()[n].id for n in missing.nonzero()[0]] == ["bond-savings-5y"]


def views(written: dict[str, list[tuple[Any, ...]]]) -> Iterator[tuple[str, str, date]]:
    for row in written["events"]:
        if row[4] == "content" and row[6] == "view":
            yield row[3], row[5], row[7].astimezone(ZONE).date()


def test_people_read_about_their_lives_beyond_their_topics(world, written):
    """A reader's life shows within each topic, so company of readers tells more than topics."""
    contents = {one.id: one for one in sheets.contents()}
    lives = dict(zip(world.people.ids, world.people.lives, strict=True))
    seen = [(customer, contents[item]) for customer, item, _ in views(written)]
    by_topic: defaultdict[str, list[Any]] = defaultdict(list)
    for customer, one in seen:
        by_topic[one.topics[0]].append((customer, one))
    met = expected = 0.0
    for rows_of_topic in by_topic.values():
        others = rows_of_topic[7:] + rows_of_topic[:7]
        for (customer, one), (_, other) in zip(rows_of_topic, others, strict=True):
            met += share_of(lives[customer], one)
            expected += share_of(lives[customer], other)
    assert met > 1.3 * expected


def share_of(lives: np.ndarray, one: sheets.Content) -> float:
    return sum(float(lives[SITUATIONS.index(name)]) for name in one.situations)


def test_a_new_card_finds_more_readers_than_an_old_one(written):
    out = {one.id: ANCHOR + timedelta(days=one.day) for one in sheets.contents() if one.day > -330}
    ages = Counter((day - out[item]).days // 20 for _, item, day in views(written) if item in out)
    cards = Counter(
        age for first in out.values() for age in range(max(0, (ANCHOR - first).days // 20))
    )
    young, old = ages[0] / cards[0], sum(ages[n] / cards[n] for n in range(4, 8)) / 4
    assert young > 1.5 * old


def test_most_cards_are_read_by_few(written):
    """A long tail: a fifth of the cards has more than half of the readings, none has no reader."""
    count = sorted(Counter(item for _, item, _ in views(written)).values(), reverse=True)
    fifth = len(sheets.contents()) // 5
    assert sum(count[:fifth]) > 0.5 * sum(count)
    assert len(count) > 0.97 * len(sheets.contents())


def test_what_is_applied_for_moves_no_money(written):
    applied = {one.id for one in sheets.products() if one.applied}
    asked = Counter(row[6] for row in written["events"] if row[5] in applied)
    assert asked["apply"] > 100
    assert asked["buy"] == 0
    assert not applied & {row[2] for row in (*written["trades"], *written["deposits"])}


def test_an_offer_reaches_only_those_it_is_for(world, written):
    offers = {one.id: one for one in sheets.contents() if one.format == "offer"}
    places = {customer: n for n, customer in enumerate(world.people.ids)}
    for customer, item, _ in views(written):
        if item in offers:
            place, wanted = places[customer], offers[item].segments
            assert "marketing" in world.people.consents[place]
            assert not wanted or SEGMENTS[world.people.segment[place]] in wanted
