"""What a unit of work constructs: every service, on one session."""

from functools import cached_property

from sqlalchemy.ext.asyncio import AsyncSession

from content.cards.repository import CardRepository
from content.cards.service import DUTIES, CardService
from content.estimate import EstimateService
from content.feed import FeedParts, FeedService
from content.linking import CatalogueListing
from content.media.repository import MediaRepository
from content.media.service import MediaService
from content.reading import ReadingService
from content.results.repository import ResultsRepository
from content.results.service import ResultsService
from dashboard.audit.repository import AuditRepository
from dashboard.audit.service import AuditService
from dashboard.bank.ledger import Ledger
from dashboard.bank.repository import BankRepository
from dashboard.bank.service import BankService
from dashboard.clock import BankClock
from dashboard.consents.repository import ConsentRepository
from dashboard.consents.service import ConsentService
from dashboard.desk.portfolios import Portfolios
from dashboard.desk.service import DeskService, DeskSources
from dashboard.home.service import HomeService
from dashboard.layouts.repository import LayoutRepository
from dashboard.layouts.service import Layouts
from dashboard.notices.repository import NoticeRepository
from dashboard.notices.service import Notices
from dashboard.people.keys import KeyService
from dashboard.people.service import People
from dashboard.preferences.service import PreferenceService
from dashboard.queue.repository import JobRepository
from dashboard.queue.service import JobService
from dashboard.rights.repository import Erasures
from dashboard.rights.retraining import Retraining
from dashboard.rights.service import RightsService
from dashboard.wiring.process import Process
from recommender.catalogue.repository import CatalogueRepository
from recommender.catalogue.service import CatalogueService
from recommender.changes.repository import ChangeRepository
from recommender.changes.service import ChangeService
from recommender.contacts.repository import ContactRepository
from recommender.contacts.service import ContactService
from recommender.customers.repository import CustomerRepository
from recommender.customers.service import CustomerService
from recommender.decisions.log import DecisionLog, SessionStore, WriterStore
from recommender.decisions.replay import Replayer
from recommender.decisions.repository import DecisionRepository
from recommender.decisions.service import DecisionService
from recommender.experiments.decider import Decider
from recommender.experiments.repository import ModelRepository
from recommender.experiments.runs import ModelService
from recommender.experiments.service import RecommendService
from recommender.experiments.sources import SourceService
from recommender.followups.evaluation import Evaluation
from recommender.followups.outcomes import Outcomes
from recommender.followups.repository import FollowupRepository
from recommender.followups.service import FollowupService
from recommender.interactions.repository import InteractionRepository
from recommender.interactions.service import EventEngine, InteractionService
from recommender.oversight.repository import OversightRepository
from recommender.oversight.service import Log, OversightService
from recommender.rules.bench import Bench
from recommender.rules.estimate import CostEstimate
from recommender.rules.repository import PolicyVersion, RuleRepository
from recommender.rules.service import DUTIES as RULE_DUTIES
from recommender.rules.service import RuleService, Workshop
from recommender.suitability.repository import RuleSetRepository
from recommender.suitability.service import DUTIES as LAW_DUTIES
from recommender.suitability.service import SuitabilityService
from recommender.tags.repository import IgnoredRepository
from recommender.tags.service import TagService
from recommender.trials.repository import TrialRepository
from recommender.trials.service import DUTIES as TRIAL_DUTIES
from recommender.trials.service import Shop, TrialService
from widgets.registry import catalogue as widget_kinds


class Services:
    """The services of one unit of work, each built when it is first asked for."""

    def __init__(self, root: Process, session: AsyncSession, *, is_writing: bool = False) -> None:
        self.root = root
        self.session = session
        self.is_writing = is_writing

    @cached_property
    def clock(self) -> BankClock:
        """The bank's clock."""
        return self.root.clock

    @cached_property
    def bank(self) -> BankService:
        """Products, accounts, holdings, bills."""
        return BankService(BankRepository(self.session), self.root.scopes, self.clock)

    @cached_property
    def ledger(self) -> Ledger:
        """The one way to move money."""
        return Ledger(BankRepository(self.session), self.audit)

    @cached_property
    def portfolios(self) -> Portfolios:
        """Which relationship manager looks after whom."""
        return Portfolios(self.session)

    @cached_property
    def people(self) -> People:
        """Accounts and their sessions."""
        return People(self.session, self.clock, self.audit)

    @cached_property
    def api_keys(self) -> KeyService:
        """Integrators' keys."""
        return KeyService(self.session, self.clock, self.audit)

    @cached_property
    def rights(self) -> RightsService:
        """Legal holds and erasures."""
        return RightsService(self.session, self.audit, self.clock)

    @cached_property
    def retraining(self) -> Retraining:
        """Trainings that make models forget the erased."""
        models = ModelRepository(self.session)
        return Retraining(Erasures(self.session), models, self.jobs, self.clock)

    @cached_property
    def preferences(self) -> PreferenceService:
        """How each person wants to see the product."""
        return PreferenceService(self.session, self.clock, self.audit)

    @cached_property
    def audit(self) -> AuditService:
        """The record of every change."""
        return AuditService(AuditRepository(self.session), self.clock)

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
    def sources(self) -> SourceService:
        """One customer as every source sees them."""
        return SourceService(self.decider, self.recommend)

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
    def decider(self) -> Decider:
        """Makes decisions and their records."""
        return Decider(self.root.engine, self.interactions, (self.root.content_masks,))

    @cached_property
    def decision_log(self) -> DecisionLog:
        """Stores decisions: by the process's writer, or in the transaction that is open anyway."""
        beside = WriterStore(self.root.writer, self.root.beside)
        store = SessionStore(self.session) if self.is_writing else beside
        return DecisionLog(store, self.root.engine.known_sources)

    @cached_property
    def recommend(self) -> RecommendService:
        """The engine."""
        return RecommendService(self.decider, self.customers, self.interactions, self.decision_log)

    @cached_property
    def models(self) -> ModelService:
        """Training runs and the model that serves."""
        return ModelService(ModelRepository(self.session), self.root.models, self.audit, self.clock)

    @cached_property
    def decisions(self) -> DecisionService:
        """Decisions, for those who ask why."""
        stored = DecisionRepository(self.session)
        events = InteractionRepository(self.session)
        replayer = Replayer(stored, events, self.root.models, self.clock.day_of)
        return DecisionService(stored, self.root.scopes, replayer)

    @cached_property
    def oversight(self) -> OversightService:
        """Shadows of unused models, and the drift of the one that serves."""
        stored = DecisionRepository(self.session)
        events = InteractionRepository(self.session)
        log = Log(
            checks=OversightRepository(self.session),
            runs=ModelRepository(self.session),
            decisions=stored,
            replayer=Replayer(stored, events, self.root.models, self.clock.day_of),
            models=self.root.models,
        )
        return OversightService(log, self.audit, self.clock)

    @cached_property
    def contacts(self) -> ContactService:
        """Who contacted whom, and the quiet period."""
        return ContactService(ContactRepository(self.session), self.clock)

    @cached_property
    def followup_store(self) -> FollowupRepository:
        """Follow-ups as they are stored."""
        return FollowupRepository(self.session)

    @cached_property
    def evaluation(self) -> Evaluation:
        """Customers seen through every signal."""
        return Evaluation(self.customers, self.interactions, self.decider)

    @cached_property
    def followups(self) -> FollowupService:
        """Suggested next steps for advisers; brought up to date where nothing is being written."""
        rows, contacts = self.followup_store, self.contacts
        outcomes = Outcomes(rows, contacts, self.interactions, self.audit, self.clock)
        refresh = None if self.is_writing else self.root.followups.ensure
        scopes, engine = self.root.scopes, self.root.engine
        return FollowupService(rows, outcomes, contacts, scopes, engine, refresh)

    @cached_property
    def desk(self) -> DeskService:
        """Customers as their advisers see them."""
        sources = DeskSources(
            bank=self.bank,
            customers=self.customers,
            interactions=self.interactions,
            recommend=self.recommend,
            decisions=self.decisions,
            followups=self.followups,
            contacts=self.contacts,
        )
        return DeskService(sources, self.root.catalogue, self.audit, self.clock)

    @cached_property
    def jobs(self) -> JobService:
        """Long work on request."""
        return JobService(JobRepository(self.session), self.clock)

    @cached_property
    def changes(self) -> ChangeService:
        """Versions under four eyes."""
        duties = {**DUTIES, **RULE_DUTIES, **LAW_DUTIES, **TRIAL_DUTIES}
        return ChangeService(ChangeRepository(self.session), self.clock, self.audit, duties)

    @cached_property
    def policy_version(self) -> PolicyVersion:
        """What tells every process that rules have changed."""
        return PolicyVersion(self.session, self.root.policy.drop)

    @cached_property
    def rules(self) -> RuleService:
        """Business rules, for the people who write and check them."""
        rules = RuleRepository(self.session, self.policy_version)
        bench = Bench(self.decider, self.interactions)
        estimate = CostEstimate(rules, self.customers, bench)
        return RuleService(
            Workshop(rules, bench, estimate, self.root.writer),
            self.changes,
            audit=self.audit,
            clock=self.clock,
            zone=self.clock.zone,
        )

    @cached_property
    def suitability(self) -> SuitabilityService:
        """The law's rule sets, for compliance."""
        return SuitabilityService(
            RuleSetRepository(self.session),
            self.policy_version,
            self.root.policy,
            self.changes,
            self.clock,
        )

    @cached_property
    def trials(self) -> TrialService:
        """Trials, for those who design, approve and watch them."""
        shop = Shop(
            trials=TrialRepository(self.session),
            runs=ModelRepository(self.session),
            models=self.root.models,
            source=self.root.trials,
            held_out_share=self.root.settings.held_out_share,
        )
        return TrialService(shop, self.changes, audit=self.audit, clock=self.clock)

    @cached_property
    def cards(self) -> CardService:
        """Content cards, for the people who make and check them."""
        return CardService(
            CardRepository(self.session),
            self.changes,
            CatalogueListing(CatalogueRepository(self.session), self.clock),
            audit=self.audit,
            clock=self.clock,
            zone=self.clock.zone,
        )

    @cached_property
    def reading(self) -> ReadingService:
        """One published card for one reader."""
        cards = CardRepository(self.session)
        return ReadingService(cards, self.root.content_masks, self.customers, self.clock)

    @cached_property
    def feed(self) -> FeedService:
        """Published cards, ranked for one reader."""
        root = self.root
        parts = FeedParts(root.shelf, root.content_masks, root.catalogue, root.engine.masks)
        return FeedService(parts, self.recommend, self.clock)

    @cached_property
    def results(self) -> ResultsService:
        """What became of cards."""
        return ResultsService(ResultsRepository(self.session), CardRepository(self.session))

    @cached_property
    def estimates(self) -> EstimateService:
        """Whom an audience reaches."""
        return EstimateService(self.customers, self.clock)

    @cached_property
    def media(self) -> MediaService:
        """Pictures for cards."""
        return MediaService(MediaRepository(self.session), self.audit, self.clock)

    @cached_property
    def layouts(self) -> Layouts:
        """The customers' own layouts."""
        store = LayoutRepository(self.session)
        return Layouts(store, widget_kinds(), segment_of=self._segment, clock=self.clock)

    @cached_property
    def home(self) -> HomeService:
        """Homes with their data; each tile opens its own unit of work."""
        return HomeService(self.root.home_sources)

    @cached_property
    def notices(self) -> Notices:
        """What the bank must tell."""
        store = NoticeRepository(self.session)
        return Notices(store, segment_of=self._segment, clock=self.clock)

    async def _segment(self, customer_id: str) -> str:
        return (await self.customers.facts(customer_id)).segment
