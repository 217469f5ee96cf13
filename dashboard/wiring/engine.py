"""The engine of a unit of work: decisions, models, follow-ups."""

from functools import cached_property

from dashboard.rights.repository import Erasures
from dashboard.rights.retraining import Retraining
from dashboard.wiring.ground import Ground
from recommender.batches.repository import BatchRepository
from recommender.batches.service import BatchService
from recommender.contacts.repository import ContactRepository
from recommender.contacts.service import ContactService
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
from recommender.oversight.repository import OversightRepository
from recommender.oversight.service import Log, OversightService


class EngineServices(Ground):
    """What decides and explains."""

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
    def sources(self) -> SourceService:
        """One customer as every source sees them."""
        return SourceService(self.decider, self.recommend)

    @cached_property
    def models(self) -> ModelService:
        """Training runs and the model that serves."""
        return ModelService(ModelRepository(self.session), self.root.models, self.audit, self.clock)

    @cached_property
    def batches(self) -> BatchService:
        """Lists of everybody, made ahead."""
        stored, is_erased = BatchRepository(self.session), self.root.erasures.holds
        return BatchService(stored, self.decider, self.customers, is_erased)

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
    def retraining(self) -> Retraining:
        """Trainings that make models forget the erased."""
        models = ModelRepository(self.session)
        return Retraining(Erasures(self.session), models, self.jobs, self.clock)
