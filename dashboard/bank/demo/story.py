"""One year and more in the lives of the customers: visits, reading, decisions, maturities.

The story is told day by day from the first day on, always from the beginning: a day's chance
depends on the seed and the day alone, so a longer story starts with the shorter one.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np

from dashboard.bank.demo import sheets
from dashboard.bank.demo import shelf as shelves
from dashboard.bank.demo.books import Books, Order
from dashboard.bank.demo.openings import open_books
from dashboard.bank.demo.people import HABITS, Floats, Ints, People
from dashboard.bank.demo.plan import DAY_SECONDS, Plan, days

VISITS_A_DAY = 0.0215
READ_SHARE, FEED_SHARE = 0.62, 0.45
TASTE, LIFE, NOVELTY, CURIOSITY = 5.5, 3.5, 0.9, 2.6
FRESHNESS, FRESH_DAYS = 1.6, 18.0
READING_FADES = 0.975
CONVERTS, BROWSES, DIRECT = range(len(HABITS))
WEEKDAYS = (1.1, 1.0, 1.0, 1.0, 1.1, 0.9, 0.85)

IMPRESSION, VIEW, CLICK, LIKE, DISMISS, SHARE, BUY, REDEEM, APPLY = range(9)
ACTIONS = ("impression", "view", "click", "like", "dismiss", "share", "buy", "redeem", "apply")
PRODUCT, CONTENT = 0, 1


@dataclass(slots=True)
class Deeds:
    """Events as columns: seconds, customer, kind of item, item, action, dwell, value, place."""

    rows: list[tuple[int, int, int, int, int, int, int, int]] = field(default_factory=list)

    def add(self, at: int, customer: int, item: tuple[int, int], action: int, **more: int) -> None:
        """Write down one event; `dwell_ms` and `value_minor` are 0, `place` -1 where absent."""
        dwell, value, place = (
            more.get("dwell_ms", 0),
            more.get("value_minor", 0),
            more.get("place", -1),
        )
        self.rows.append((at, customer, *item, action, dwell, value, place))


class Story:
    """Tells the days; what happened is in `deeds` (events) and `books` (money)."""

    def __init__(self, plan: Plan, people: People, through: date) -> None:
        self.plan, self.people = plan, people
        self.shelf = shelves.shelf()
        self.books = Books(plan, people, shelves.prices(plan, through))
        self.deeds = Deeds()
        contents, products = self.shelf.links.shape
        self.seen: Floats = np.zeros((plan.customers, contents))
        self.reading: Floats = np.zeros((plan.customers, products))
        self.decided: dict[date, list[tuple[int, int]]] = defaultdict(list)
        shelf = self.shelf
        self.content_pull = self._pull(shelf.content_topics, shelf.content_situations)
        self.content_pull[~shelves.addressed(people)] = -np.inf
        self.product_pull = self._pull(shelf.product_topics, shelf.product_situations)
        self.product_pull[~shelves.offered(people)] = -np.inf
        for day in days(plan.start, through):
            self._live(day)

    def _pull(self, topics: Floats, situations: Floats) -> Floats:
        """Return how much taste and life draw each customer to each item; shape (n, items)."""
        taste: Floats = np.sqrt(self.people.tastes) @ np.sqrt(topics).T
        life: Floats = np.sqrt(self.people.lives) @ np.sqrt(situations).T
        return TASTE * taste + LIFE * life

    def _live(self, day: date) -> None:
        """Let one day pass."""
        dice = self.plan.dice(5, day.toordinal())
        self.reading *= READING_FADES
        if day == self.plan.start:
            open_books(self.books)
        for order in self.books.open_day(day, dice):
            self._note(order)
        for customer, product in self.decided.pop(day, ()):
            self._order(dice, day, customer, product, self._moment(dice, day))
        self._visits(day, dice)
        self._rehearsed(day)

    def _visits(self, day: date, dice: np.random.Generator) -> None:
        chance = VISITS_A_DAY * WEEKDAYS[day.weekday()] * self.people.activity
        visitors = np.flatnonzero(dice.random(self.plan.customers) < chance)
        season = shelves.season(day.month)
        pages = self._choose_pages(day, dice, visitors, season)
        products = self._choose_products(day, dice, visitors, season)
        counts = dice.choice(5, size=len(visitors), p=(0.12, 0.26, 0.28, 0.22, 0.12))
        looks = self._looks(dice, visitors)
        for row, customer in enumerate(visitors.tolist()):
            at = self._moment(dice, day)
            at = self._browse(dice, at, customer, pages[row], int(counts[row]))
            for product in products[row, : looks[row]].tolist():
                at = self._look(dice, day, (at, customer, product))

    def _choose_pages(
        self, day: date, dice: np.random.Generator, visitors: Ints, season: Floats
    ) -> Ints:
        """Rank six contents for each visitor, new ones a little higher; shape (visitors, 6)."""
        wish = self.content_pull[visitors] + self.shelf.content_weights
        wish = wish + self.shelf.content_topics @ season * 1.5
        wish += self.shelf.seasons[day.month - 1]
        wish -= NOVELTY * np.minimum(self.seen[visitors], 3)
        ages = shelves.ages(self.plan, day)
        wish += FRESHNESS * np.exp(-np.maximum(ages, 0) / FRESH_DAYS)
        wish[:, ages < 0] = -np.inf
        return np.argsort(-(wish + dice.gumbel(size=wish.shape)), axis=1)[:, :6]

    def _choose_products(
        self, day: date, dice: np.random.Generator, visitors: Ints, season: Floats
    ) -> Ints:
        """Rank two products for each visitor, drawn by taste and by what was read."""
        wish = self.product_pull[visitors] + self.shelf.product_weights
        wish = wish + self.shelf.product_topics @ season * 1.2
        wish += CURIOSITY * np.minimum(self.reading[visitors], 2.5)
        wish -= 2.5 * ~self.books.suitable(visitors)
        wish[:, ~shelves.on_sale(self.plan, day)] = -np.inf
        wish[:, self.shelf.private] += np.where(self.books.qualified[visitors], 1.5, -4)[:, None]
        return np.argsort(-(wish + dice.gumbel(size=wish.shape)), axis=1)[:, :2]

    def _looks(self, dice: np.random.Generator, visitors: Ints) -> Ints:
        """Say how many product pages each visitor opens: more after reading; 0, 1 or 2."""
        keen = 0.40 + 0.30 * np.minimum(self.reading[visitors].max(axis=1), 2)
        draws = dice.random(len(visitors))
        looks: Ints = (draws < keen).astype(np.int64) + (draws < keen * 0.3)
        return looks

    def _moment(self, dice: np.random.Generator, day: date) -> int:
        """Draw a second of the day: around noon or in the evening."""
        hour = 12.3 if dice.random() < 0.4 else 20.2
        second = int(np.clip(dice.normal(hour, 2.1), 6.5, 23.0) * 3600)
        return self.plan.midnight(day) + min(second, DAY_SECONDS - 3600)

    def _browse(
        self, dice: np.random.Generator, at: int, customer: int, pages: Ints, count: int
    ) -> int:
        """Show a few cards and let some of them be opened and read."""
        from_feed = dice.random() < FEED_SHARE
        for position, page in enumerate(pages.tolist()):
            if position >= count + 1:
                break
            if from_feed:
                self.deeds.add(at, customer, (CONTENT, page), IMPRESSION, place=position)
            if position < count:
                if from_feed:
                    self.deeds.add(at + 3, customer, (CONTENT, page), CLICK, place=position)
                at = self._open(dice, at + 4, customer, page)
            elif from_feed and dice.random() < 0.06:
                self.deeds.add(at + 2, customer, (CONTENT, page), DISMISS, place=position)
        return at + 5

    def _open(self, dice: np.random.Generator, at: int, customer: int, page: int) -> int:
        """Open one content; a read of at least five seconds leaves a trace in the mind."""
        pull = float(self.content_pull[customer, page])
        reads = dice.random() < READ_SHARE + 0.1 * min(pull, 3)
        dwell = int(dice.lognormal(10.6, 0.7)) + 5000 if reads else int(dice.integers(700, 4900))
        self.deeds.add(at, customer, (CONTENT, page), VIEW, dwell_ms=dwell)
        self.seen[customer, page] += 1
        if reads:
            self.reading[customer] += self.shelf.links[page]
            if dice.random() < 0.05:
                action = LIKE if dice.random() < 0.8 else SHARE
                self.deeds.add(at + 2 + dwell // 1000, customer, (CONTENT, page), action)
        return at + 4 + dwell // 1000

    def _look(self, dice: np.random.Generator, day: date, look: tuple[int, int, int]) -> int:
        """Open one product page; some decide now, some after days, some never."""
        at, customer, product = look
        dwell = int(dice.lognormal(9.9, 0.6))
        self.deeds.add(at, customer, (PRODUCT, product), VIEW, dwell_ms=dwell)
        at += 2 + dwell // 1000
        if dice.random() < self._resolve(customer, product):
            if self.people.habit[customer] == DIRECT:
                self._order(dice, day, customer, product, at)
                return at + 60
            later = day + timedelta(days=int(dice.integers(1, 10)))
            self.decided[later].append((customer, product))
        return at

    def _resolve(self, customer: int, product: int) -> float:
        """Return the chance that a look becomes a decision; a persona who browses only browses."""
        habit, mind = self.people.habit[customer], min(self.reading[customer, product], 2.0)
        if habit == CONVERTS:
            return 0.04 + 0.60 * float(mind)
        if habit == BROWSES:
            return 0.0 if customer < len(sheets.personas()) else 0.02
        return 0.5

    def _order(
        self, dice: np.random.Generator, day: date, customer: int, product: int, at: int
    ) -> None:
        if self.shelf.applied[product]:
            if self.books.may_buy(day, customer, product):
                self.deeds.add(at, customer, (PRODUCT, product), APPLY)
                self.reading[customer, product] = 0
            return
        order = self.books.buy(dice, day, customer, product, at)
        if order is not None:
            self.reading[customer, product] = 0
            self._note(order)

    def _note(self, order: Order) -> None:
        """Let the customer's own orders be events; what the bank renews by itself is none."""
        if order.automatic:
            return
        item, value = (PRODUCT, order.product), abs(order.amount_minor)
        if order.is_purchase and self.shelf.covers[order.product]:
            self.deeds.add(order.at - 240, order.customer, item, APPLY)
        action = BUY if order.is_purchase else REDEEM
        self.deeds.add(order.at, order.customer, item, action, value_minor=value)

    def _rehearsed(self, day: date) -> None:
        """Let the personas read what their description says they read."""
        ago = (self.plan.anchor - day).days
        for customer, persona in enumerate(sheets.personas()[: self.plan.customers]):
            for page, days_ago in persona.reads:
                if days_ago == ago:
                    at = self.plan.midnight(day) + 20 * 3600 + customer
                    item = (CONTENT, shelves.place_of()[page])
                    self.deeds.add(at, customer, item, CLICK)
                    self.deeds.add(at + 1, customer, item, VIEW, dwell_ms=46_000)
                    self.reading[customer] += self.shelf.links[item[1]]
