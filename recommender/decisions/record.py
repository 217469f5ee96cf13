"""From a decision to its record, and from a record to what is answered."""

import hashlib
import json
from dataclasses import asdict
from typing import Any

from recommender.answer import Answer, Withheld
from recommender.customers.model import Facts
from recommender.database import new_id
from recommender.decide import Decided, Inputs
from recommender.decisions.model import NeededFacts, Record
from recommender.decisions.pack import own_letters
from recommender.decisions.replay import TAIL
from recommender.interactions.model import History
from recommender.shelf import Shelf
from recommender.wording import say_withheld, tell

Named = dict[str, Any]


def record_of(inputs: Inputs, decided: Decided, history: History, named: Named) -> Record:
    """Write down one decision; `named` holds the fields that only the caller knows."""
    customer = inputs.customer
    return Record(
        id=new_id(),
        customer_id=customer.customer_id if customer else None,
        at=inputs.now,
        kinds=inputs.kinds,
        limit=inputs.limit,
        subject=inputs.subject,
        personalised=inputs.personalised,
        model=decided.model,
        consent_version=customer.scope.version if customer else 0,
        purposes=tuple(sorted(customer.scope.purposes)) if customer else (),
        facts=needed_facts(customer) if customer else None,
        events=tuple(one.id[-TAIL:] for one in history.events),
        dismissed=tuple(sorted(history.dismissed)),
        masks=decided.split.reasons,
        base=decided.split.common.name,
        withheld=own_letters(decided.split),
        exploration=inputs.exploration,
        by_popularity=inputs.by_popularity,
        seed=inputs.seed,
        items=decided.items,
        **named,
    )


def needed_facts(facts: Facts) -> NeededFacts:
    """Keep what the decision used, and a hash of everything that was known."""
    return NeededFacts(
        segment=facts.segment,
        birth_date=facts.birth_date,
        capacity=facts.capacity,
        assessed_until=facts.assessed_until,
        qualified_until=facts.qualified_until,
        held=tuple(sorted(facts.held)),
        senior=facts.senior,
        knowledge=tuple(sorted(facts.knowledge)),
        hash=hash_of(facts),
    )


def hash_of(facts: Facts) -> str:
    """Return the hash of all facts, 16 hex digits."""
    known = asdict(facts) | {"held": sorted(facts.held), "scope": sorted(facts.scope.purposes)}
    known |= {"knowledge": sorted(facts.knowledge)}
    body = json.dumps(known, default=str, sort_keys=True).encode()
    return hashlib.sha256(body).hexdigest()[:16]


def answer_of(record: Record, decided: Decided, catalogue: Shelf, language: str) -> Answer:
    """Turn a decision and its record into what is answered, in the reader's language."""
    counted = decided.split.counts()
    return Answer(
        decision_id=record.id,
        model=record.model,
        personalised=record.personalised,
        items=[tell(one, catalogue.titled, language) for one in record.items],
        allowed=len(decided.split.shelf) - sum(counted.values()),
        withheld=[
            Withheld(reason=reason, count=count, text=say_withheld(reason, language))
            for reason, count in sorted(counted.items())
        ],
    )
