"""What every package needs, declared once at the bottom (standard library only)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

VISITOR, CUSTOMER, MARKETER, REVIEWER = "visitor", "customer", "marketer", "reviewer"
RM, MANAGER, COMPLIANCE, OPERATOR = "rm", "manager", "compliance", "operator"
INTEGRATOR, SYSTEM = "integrator", "system"

PERSONALISATION, MARKETING, RM_SHARING, PARTNER = (
    "personalisation",
    "marketing",
    "rm_sharing",
    "partner",
)
PURPOSES = (PERSONALISATION, MARKETING, RM_SHARING, PARTNER)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is asking: made by `dashboard.people`, read by every service.

    Attributes:
        id: User id, `visitor:<uuid>` or `key:<prefix>`.
        roles: Role names; an integrator's rights are its scopes.
        customer_id: Set for a customer, who acts for nobody else.
        portfolio: Customers that this relationship manager (or branch manager) looks after.
    """

    id: str
    roles: frozenset[str]
    scopes: frozenset[str] = frozenset()
    customer_id: str | None = None
    portfolio: frozenset[str] = field(default=frozenset(), repr=False)

    def has(self, *roles: str) -> bool:
        """Say whether the actor has one of the roles."""
        return not self.roles.isdisjoint(roles)

    def may(self, scope: str) -> bool:
        """Say whether an integrator's key (or the system itself) carries the scope."""
        return scope in self.scopes or SYSTEM in self.roles

    def may_see(self, customer_id: str) -> bool:
        """Say whether the actor may see this customer at all (never: what of the customer)."""
        if self.has(SYSTEM, COMPLIANCE) or customer_id == self.customer_id:
            return True
        return self.has(RM, MANAGER) and customer_id in self.portfolio


SYSTEM_ACTOR = Actor("system", frozenset({SYSTEM}))


class Clock(Protocol):
    """The bank's time: injected, so that tests and the demo can pin it."""

    def now(self) -> datetime:
        """Return the instant, aware, in UTC."""
        ...

    def today(self) -> date:
        """Return the day in the bank's time zone."""
        ...


class AuditSink(Protocol):
    """Where a change is recorded, in the transaction of the change itself."""

    async def record(
        self, actor: Actor, action: str, subject: str, detail: Mapping[str, Any]
    ) -> None:
        """Append one entry; `subject` is `kind:id`, `detail` holds JSON values only."""
        ...


@dataclass(frozen=True, slots=True)
class Scope:
    """Purposes that a customer allows now, with the version of the consent that says so."""

    purposes: frozenset[str] = frozenset()
    version: int = 0

    def allows(self, purpose: str) -> bool:
        """Say whether the customer consents to the purpose."""
        return purpose in self.purposes


@dataclass(frozen=True, slots=True)
class Item:
    """A customer-facing thing that can be ranked: `kind` is product, content or service."""

    kind: str
    id: str


class Eligible(Protocol):
    """A mask over items for one customer, applied before anything is ranked."""

    reason: str
    legal: bool
    """True for masks that law demands; these alone bind when personalisation is off."""

    def allowed(self, customer: Any, items: Sequence[Any], now: datetime) -> Iterable[bool]:
        """Return one flag per item; `customer` is recommender.customers' Facts or None."""
        ...
