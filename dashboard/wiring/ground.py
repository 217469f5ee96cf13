"""What every service of a unit of work stands on: people, money, customers, events."""

from functools import cached_property

from sqlalchemy.ext.asyncio import AsyncSession

from content.cards.service import DUTIES
from dashboard.audit.repository import AuditRepository
from dashboard.audit.service import AuditService
from dashboard.bank.ledger import Ledger
from dashboard.bank.repository import BankRepository
from dashboard.bank.service import BankService
from dashboard.clock import BankClock
from dashboard.consents.repository import ConsentRepository
from dashboard.consents.service import ConsentService
from dashboard.desk.portfolios import Portfolios
from dashboard.layouts.standards import DUTIES as HOME_DUTIES
from dashboard.people.keys import KeyService
from dashboard.people.service import People
from dashboard.platform.service import DUTIES as WIDGET_DUTIES
from dashboard.preferences.service import PreferenceService
from dashboard.queue.repository import JobRepository
from dashboard.queue.service import JobService
from dashboard.wiring.process import Process
from recommender.catalogue.repository import CatalogueRepository
from recommender.catalogue.service import CatalogueService
from recommender.changes.repository import ChangeRepository
from recommender.changes.service import ChangeService
from recommender.customers.repository import CustomerRepository
from recommender.customers.service import CustomerService
from recommender.interactions.repository import InteractionRepository
from recommender.interactions.service import EventEngine, InteractionService
from recommender.rules.service import DUTIES as RULE_DUTIES
from recommender.suitability.service import DUTIES as LAW_DUTIES
from recommender.tags.repository import IgnoredRepository
from recommender.tags.service import TagService
from recommender.trials.service import DUTIES as TRIAL_DUTIES


class Ground:
    """The services that need no engine, each built when it is first asked for."""

    def __init__(self, root: Process, session: AsyncSession, *, is_writing: bool = False) -> None:
        self.root = root
        self.session = session
        self.is_writing = is_writing

    @cached_property
    def clock(self) -> BankClock:
        """The bank's clock."""
        return self.root.clock

    @cached_property
    def audit(self) -> AuditService:
        """The record of every change."""
        return AuditService(AuditRepository(self.session), self.clock)

    @cached_property
    def people(self) -> People:
        """Accounts and their sessions."""
        return People(self.session, self.clock, self.audit)

    @cached_property
    def api_keys(self) -> KeyService:
        """Integrators' keys."""
        return KeyService(self.session, self.clock, self.audit)

    @cached_property
    def preferences(self) -> PreferenceService:
        """How each person wants to see the product."""
        follow = self.customers.use_senior
        return PreferenceService(self.session, self.clock, self.audit, follow)

    @cached_property
    def consents(self) -> ConsentService:
        """What customers allow."""
        repository = ConsentRepository(self.session)
        return ConsentService(repository, self.root.scopes, self.audit, self.clock)

    @cached_property
    def customers(self) -> CustomerService:
        """Customers as decisions know them."""
        repository = CustomerRepository(self.session)
        beside = None if self.is_writing else self.root.beside
        return CustomerService(
            repository, self.root.scopes, self.audit, self.clock, database=beside
        )

    @cached_property
    def catalogue(self) -> CatalogueService:
        """Products and content as decisions know them."""
        repository = CatalogueRepository(self.session)
        return CatalogueService(repository, self.root.catalogue, self.audit, self.clock)

    @cached_property
    def interactions(self) -> InteractionService:
        """Events and histories."""
        root = self.root
        is_erased = root.erasures.holds
        engine = EventEngine(root.writer, root.catalogue, root.recent, is_erased)
        repository = InteractionRepository(self.session)
        return InteractionService(repository, engine, self.root.scopes, self.clock)

    @cached_property
    def tags(self) -> TagService:
        """Interest tags, for their customers."""
        return TagService(
            IgnoredRepository(self.session),
            self.root.recent,
            self.root.catalogue,
            scopes=self.root.scopes,
            audit=self.audit,
            clock=self.clock,
        )

    @cached_property
    def jobs(self) -> JobService:
        """Long work on request."""
        return JobService(JobRepository(self.session), self.clock)

    @cached_property
    def changes(self) -> ChangeService:
        """Versions under four eyes."""
        duties = {
            **DUTIES,
            **HOME_DUTIES,
            **RULE_DUTIES,
            **LAW_DUTIES,
            **TRIAL_DUTIES,
            **WIDGET_DUTIES,
        }
        return ChangeService(ChangeRepository(self.session), self.clock, self.audit, duties)

    @cached_property
    def portfolios(self) -> Portfolios:
        """Which relationship manager looks after whom."""
        return Portfolios(self.session)

    @cached_property
    def bank(self) -> BankService:
        """Products, accounts, holdings, bills."""
        return BankService(BankRepository(self.session), self.root.scopes, self.clock)

    @cached_property
    def ledger(self) -> Ledger:
        """The one way to move money."""
        return Ledger(BankRepository(self.session), self.audit)
