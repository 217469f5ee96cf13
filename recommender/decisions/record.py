"""From a decision to its record."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from functools import cached_property
from typing import Any

import orjson

from recommender.customers.model import Facts
from recommender.database import new_id
from recommender.decide import Decided, Inputs
from recommender.decisions.model import Record
from recommender.decisions.pack import TAIL, own_letters, pack, unpack
from recommender.explanation import Line
from recommender.interactions.model import History
from recommender.ports import Scope

Named = dict[str, Any]
FACTS = tuple(one.name for one in fields(Facts))


@dataclass(frozen=True, eq=False)
class Draft:
    """A decision written down: what its row holds, and its packed body.

    Attributes:
        told: Everything but the list, as JSON has it; what is not given has its default.
        packed: The body, where another process has packed it; `told` then holds what the row
            says, no more.
    """

    id: str
    at: datetime
    told: Mapping[str, Any]
    lines: Sequence[Line]
    packed: bytes | None = None

    @property
    def model_id(self) -> str | None:
        """The model that scored, None where none did."""
        return self.told.get("model_id")

    @cached_property
    def body(self) -> bytes:
        """The packed record."""
        return pack(self.told, self.lines) if self.packed is None else self.packed

    @cached_property
    def record(self) -> Record:
        """The record as it will be read."""
        return unpack(self.body)


def remembered(history: History) -> Named:
    """Return the fields that name what a decision used of the customer's past."""
    return {
        "events": [one.id[-TAIL:] for one in history.events],
        "dismissed": sorted(history.dismissed),
    }


def record_of(inputs: Inputs, decided: Decided, named: Named) -> Draft:
    """Write down one decision; `named` holds the fields that only the caller knows."""
    customer = inputs.customer
    decision_id = new_id()
    told = {
        "id": decision_id,
        "customer_id": customer.customer_id if customer else None,
        "at": inputs.now,
        "kinds": inputs.kinds,
        "limit": inputs.limit,
        "subject": tuple(inputs.subject) if inputs.subject else None,
        "personalised": inputs.personalised,
        "model": decided.model,
        "consent_version": customer.scope.version if customer else 0,
        "purposes": sorted(customer.scope.purposes) if customer else (),
        "facts": needed_facts(customer) if customer else None,
        "masks": decided.split.reasons,
        "base": decided.split.common.name,
        "withheld": own_letters(decided.split),
        "exploration": inputs.exploration,
        "by_popularity": inputs.by_popularity,
        "seed": inputs.seed,
        **named,
    }
    return Draft(decision_id, inputs.now, _given(told), decided.lines)


def needed_facts(facts: Facts) -> dict[str, Any]:
    """Keep what the decision used (see NeededFacts), and a hash of everything that was known."""
    return _given(
        {
            "segment": facts.segment,
            "birth_date": facts.birth_date,
            "capacity": facts.capacity,
            "assessed_until": facts.assessed_until,
            "qualified_until": facts.qualified_until,
            "held": sorted(facts.held),
            "senior": facts.senior,
            "knowledge": sorted(facts.knowledge),
            "hash": hash_of(facts),
        }
    )


def hash_of(facts: Facts) -> str:
    """Return the hash of all facts, 16 hex digits."""
    known = {name: getattr(facts, name) for name in FACTS}
    body = orjson.dumps(known, default=_plain)
    return hashlib.sha256(body).hexdigest()[:16]


def _plain(value: Any) -> Any:
    return sorted(value.purposes) if isinstance(value, Scope) else sorted(value)


def _given(told: Named) -> Named:
    return {name: one for name, one in told.items() if one is not None and one not in ((), [])}
