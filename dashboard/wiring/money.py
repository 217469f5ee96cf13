"""The services of money and wealth in a unit of work: spending, cards, quotes, shelf, goals."""

from functools import cached_property

from dashboard.bank.cards.payment_repository import CardPaymentRepository
from dashboard.bank.cards.repository import CardRepository
from dashboard.bank.cards.service import CardService
from dashboard.bank.markets.repository import MarketRepository
from dashboard.bank.markets.service import MarketService
from dashboard.bank.repository import BankRepository
from dashboard.bank.shelf.repository import ShelfRepository
from dashboard.bank.shelf.service import ShelfService
from dashboard.bank.spending.repository import SpendingRepository
from dashboard.bank.spending.service import SpendingService
from dashboard.bank.wealth.repository import WealthRepository
from dashboard.bank.wealth.service import WealthService
from dashboard.goals.journey import JourneyService
from dashboard.goals.repository import GoalRepository
from dashboard.goals.service import GoalService
from dashboard.goals.sources import Sources
from dashboard.wiring.policy import PolicyServices


class MoneyServices(PolicyServices):
    """What customers earn, spend, hold, watch and save for."""

    @cached_property
    def spending(self) -> SpendingService:
        """What the postings say."""
        return SpendingService(SpendingRepository(self.session), self.root.scopes, self.clock)

    @cached_property
    def bank_cards(self) -> CardService:
        """Debit and credit cards, and limits."""
        stores = CardRepository(self.session), CardPaymentRepository(self.session)
        return CardService(stores, self.root.scopes, self.audit, self.clock)

    @cached_property
    def markets(self) -> MarketService:
        """Exchange rates and the price of gold."""
        return MarketService(MarketRepository(self.session), self.clock)

    @cached_property
    def bank_shelf(self) -> ShelfService:
        """Products as a customer may see them, and watch lists."""
        stores = BankRepository(self.session), ShelfRepository(self.session)
        return ShelfService(
            stores, self.decider, self.customers, scopes=self.root.scopes, clock=self.clock
        )

    @cached_property
    def wealth(self) -> WealthService:
        """What holdings were worth over time."""
        return WealthService(WealthRepository(self.session), self.root.scopes, self.clock)

    @cached_property
    def goal_sources(self) -> Sources:
        """Where goals and the journey take their figures from."""
        return Sources(self.bank, self.spending, self.wealth, self.customers)

    @cached_property
    def goals(self) -> GoalService:
        """Savings goals."""
        return GoalService(GoalRepository(self.session), self.goal_sources, self.audit, self.clock)

    @cached_property
    def journey(self) -> JourneyService:
        """Where customers stand."""
        return JourneyService(self.goals, self.goal_sources, self.clock)
