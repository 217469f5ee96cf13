"""Where customers are in the tables: found by the names of columns, so that no list goes stale."""

from collections.abc import Collection, Iterator

from sqlalchemy import ColumnElement, Table, or_

import content.metadata
import dashboard.metadata
import recommender.metadata
from dashboard.rights.model import Person

IDENTITY = {"customers": "id", "bank_customers": "id", "users": "id"}
"""Tables whose own key is a person."""

SECRET = frozenset({"password_id", "hash", "digest", "body", "address"})
"""Columns that no export shows: keys, hashes, packed bodies (decisions are shown unpacked)."""

LAW = "Bookkeeping and anti-money-laundering law keep it; it is stored under a pseudonym."
PROOF = "The bank must be able to prove what was agreed; it is stored under a pseudonym."
KEPT = {
    "bank_accounts": LAW,
    "bank_bills": LAW,
    "bank_deposits": LAW,
    "bank_trades": LAW,
    "consent_versions": PROOF,
}
"""Tables that an erasure pseudonymises instead of emptying, and why."""

EMPTIED = frozenset({"audit_entries", "decisions", "erasures"})
"""Tables under the audit's chain: their rows stay and lose what is personal."""


def tables() -> Iterator[Table]:
    """Yield every table of the product, in an order that foreign keys allow to delete in."""
    for package in (dashboard, content, recommender):
        yield from reversed(package.metadata.metadata.sorted_tables)


def rows_of(table: Table, person: Person) -> ColumnElement[bool] | None:
    """Return the condition for a person's rows in a table; None where no row has an owner."""
    conditions = list(_conditions(table, person))
    return or_(*conditions) if conditions else None


def _conditions(table: Table, person: Person) -> Iterator[ColumnElement[bool]]:
    named = {
        "customer_id": {person.customer_id},
        "viewer_customer_id": {person.customer_id},
        "visitor_id": person.visitors,
        "user_id": person.users,
        "owner": person.owners,
    }
    for column, ids in named.items():
        if column in table.c:
            yield _is_one_of(table, column, ids)
    if table.name in IDENTITY:
        ids = person.users if table.name == "users" else {person.customer_id}
        yield _is_one_of(table, IDENTITY[table.name], ids)
    if table.name == "sign_in_failures":
        yield _is_one_of(table, "subject", {f"account:{one}" for one in person.users})


def _is_one_of(table: Table, column: str, ids: Collection[str]) -> ColumnElement[bool]:
    return table.c[column].in_(sorted(ids))
