"""Runs the test cases of a rule set on the masks that it would give."""

from datetime import UTC, date, datetime, time, timedelta

from pydantic import BaseModel

from recommender.catalogue.model import CatalogueItem
from recommender.customers.model import Facts
from recommender.eligibility import standing_masks
from recommender.ports import MARKETING, PERSONALISATION, Scope
from recommender.shelf import Shelf
from recommender.suitability.model import Case, CaseCustomer, CaseProduct, RuleSet

ALLOWED = "allowed"
CONSENTING = Scope(frozenset({PERSONALISATION, MARKETING}), 1)


class LawResult(BaseModel):
    """How a case came out: `found` is `allowed` or the reason that withholds the product."""

    name: dict[str, str]
    expects: str
    found: str

    @property
    def passed(self) -> bool:
        """Say whether the rule set does what the case promises."""
        return self.expects == self.found


def run_cases(rules: RuleSet, today: date) -> list[LawResult]:
    """Run every case as of a day."""
    return [
        LawResult(name=dict(one.name), expects=one.expects, found=_outcome(rules, one, today))
        for one in rules.cases
    ]


def _outcome(rules: RuleSet, case: Case, today: date) -> str:
    now = datetime.combine(today, time(12), UTC)
    shelf = Shelf([_item(case.product)])
    customer = _facts(case.customer, today)
    for mask in standing_masks(lambda _: today, rules):
        if not all(mask.allowed(customer, shelf, now)):
            return mask.reason
    return ALLOWED


def _facts(customer: CaseCustomer, today: date) -> Facts:
    is_valid = customer.assessment == "valid"
    return Facts(
        "case",
        customer.segment,
        birth_date=None if customer.age is None else date(today.year - customer.age, 1, 1),
        capacity=customer.capacity,
        assessed_until=today if is_valid else today - timedelta(days=1),
        qualified_until=today if customer.qualified else None,
        senior=customer.senior,
        knowledge=frozenset(customer.knowledge),
        scope=CONSENTING,
    )


def _item(product: CaseProduct) -> CatalogueItem:
    marks = {"complex": product.complex, "not_for": ",".join(product.not_for)}
    return CatalogueItem(
        "product",
        "case",
        {"en": "case"},
        grade=product.grade,
        product_type=product.type,
        private=product.private,
        attributes=marks,
    )
