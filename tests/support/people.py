"""People for tests: one account for each role."""

from dashboard.people.model import User
from dashboard.people.roles import CUSTOMER, STAFF
from recommender.ports import Actor

CUSTOMERS = {"customer1": "c0001", "customer2": "c0002"}


def user(account: str, *roles: str, customer_id: str | None = None) -> User:
    """Make a user."""
    names = {"en": account.title(), "zh-Hans": account}
    return User(account, names, frozenset(roles), customer_id=customer_id)


def people_of_the_tests() -> list[User]:
    """Return two customers and one member of staff for each role."""
    customers = [user(name, CUSTOMER, customer_id=id_) for name, id_ in CUSTOMERS.items()]
    return [*customers, *(user(f"{role}1", role) for role in STAFF)]


def actor(account: str, *roles: str, customer_id: str | None = None) -> Actor:
    """Make an actor."""
    return Actor(account, frozenset(roles), customer_id=customer_id)
