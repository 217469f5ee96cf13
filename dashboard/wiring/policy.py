"""What binds the engine in a unit of work: rules, law, trials, customers' rights."""

from functools import cached_property

from dashboard.rights.service import RightsService
from dashboard.wiring.engine import EngineServices
from recommender.experiments.repository import ModelRepository
from recommender.rules.bench import Bench
from recommender.rules.estimate import CostEstimate
from recommender.rules.repository import PolicyVersion, RuleRepository
from recommender.rules.service import RuleService, Workshop
from recommender.suitability.repository import RuleSetRepository
from recommender.suitability.service import SuitabilityService
from recommender.trials.repository import TrialRepository
from recommender.trials.service import Shop, TrialService


class PolicyServices(EngineServices):
    """What is changed under four eyes, and erasure."""

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
    def rights(self) -> RightsService:
        """Legal holds and erasures."""
        return RightsService(self.session, self.audit, self.clock)
