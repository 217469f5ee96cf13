"""Money comes free soon while much lies idle already: help to plan before it does nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from recommender.customers.model import Maturity
from recommender.dataset import ItemKey
from recommender.followups.signals.base import Case, Finding

CODES = {0: "maturity_today", 1: "maturity_tomorrow"}


@dataclass(frozen=True, slots=True)
class MaturityIdleCash:
    """A maturity within some days, and idle cash above a threshold.

    Attributes:
        days: How soon a maturity counts.
        idle_minor: Idle cash from which it counts, in minor units.
        large_minor: Amount coming free that counts fully.
    """

    days: int = 14
    idle_minor: int = 5_000_000
    large_minor: int = 100_000_000
    name: str = "maturity_idle_cash"
    sayings: Mapping[str, str] = field(
        default_factory=lambda: {
            "maturity_today": "“{title}” matures today, and cash lies idle already",
            "maturity_tomorrow": "“{title}” matures tomorrow, and cash lies idle already",
            "maturity_soon": "“{title}” matures in {days} days, and cash lies idle already",
        }
    )

    def find(self, case: Case) -> Sequence[Finding]:
        """Return one finding per maturity that is near."""
        if case.facts.idle_cash_minor < self.idle_minor:
            return ()
        near = [one for one in case.facts.maturities if self._is_near(one, case)]
        return [self._finding(one, case) for one in near]

    def _is_near(self, maturity: Maturity, case: Case) -> bool:
        return 0 <= (maturity.on - case.today).days <= self.days

    def _finding(self, maturity: Maturity, case: Case) -> Finding:
        days = (maturity.on - case.today).days
        size = min(1.0, maturity.amount_minor / self.large_minor)
        return Finding(
            signal=self.name,
            subject=f"{maturity.product_id}:{maturity.on.isoformat()}",
            score=round(0.4 + 0.3 * size + 0.3 * (1 - days / (self.days + 1)), 4),
            code=CODES.get(days, "maturity_soon"),
            params={
                "days": days,
                "on": maturity.on.isoformat(),
                "amount_minor": maturity.amount_minor,
                "idle_cash_minor": case.facts.idle_cash_minor,
                "currency": case.facts.currency,
            },
            evidence=(ItemKey("product", maturity.product_id),),
        )


SIGNAL = MaturityIdleCash()
