"""Rule sets: the shipped ones keep their promises, and a broken one is refused."""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from recommender.catalogue.model import CatalogueItem
from recommender.eligibility import standing_masks
from recommender.shelf import Shelf
from recommender.suitability.cases import run_cases
from recommender.suitability.first import REGIONS, first, live_on
from recommender.suitability.model import Region, RuleSet
from tests.support.banks import NOW
from tests.support.engine import facts, today

TODAY = date(2026, 6, 15)


def changed(region: Region = "cn", **fields: Any) -> RuleSet:
    return RuleSet.model_validate(first(region).content | fields)


def reason(rules: RuleSet, item: CatalogueItem, **fields: Any) -> str:
    """Return the first reason that withholds an item, `allowed` if none does."""
    shelf, customer = Shelf([item]), facts(**fields)
    blocked = (
        mask.reason
        for mask in standing_masks(today, rules)
        if not all(mask.allowed(customer, shelf, NOW))
    )
    return next(blocked, "allowed")


def product(**fields: Any) -> CatalogueItem:
    given: dict[str, Any] = {"grade": 3, "product_type": "fund"} | fields
    return CatalogueItem("product", "p", {"en": "P"}, **given)


@pytest.mark.parametrize("region", REGIONS)
def test_every_case_of_the_shipped_rule_sets_holds(region: Region) -> None:
    results = run_cases(first(region), TODAY)
    assert [one.name for one in results if not one.passed] == []
    assert len(results) >= 14


@pytest.mark.parametrize("region", REGIONS)
def test_shipped_rule_sets_quote_their_sources(region: Region) -> None:
    assert all({"zh-Hans", "en"} <= one.says.keys() for one in first(region).sources)


def test_matrix_above_the_capacity_is_refused() -> None:
    matrix = {str(level): [level] for level in range(1, 6)} | {"1": [1, 2]}
    with pytest.raises(ValidationError, match="above a customer's capacity"):
        changed(matrix=matrix)


def test_matrix_without_a_level_is_refused() -> None:
    with pytest.raises(ValidationError, match="one row for each"):
        changed(matrix={"1": [1]})


def test_stricter_matrix_withholds_more() -> None:
    matrix = {str(level): list(range(1, level)) or [1] for level in range(1, 6)}
    stricter = changed(matrix=matrix)
    assert reason(first("cn"), product(grade=4), capacity=4) == "allowed"
    assert reason(stricter, product(grade=4), capacity=4) == "suitability"


def test_name_changes_with_the_content_and_only_with_it() -> None:
    assert changed().name == first("cn").name
    assert changed(assessment_months=6).name != first("cn").name
    assert first("cn").name.startswith("cn-1@")


def test_body_comes_back_under_its_name() -> None:
    rules = first("eu")
    assert RuleSet.unpack(rules.body).name == rules.name


def test_complex_product_needs_knowledge_in_europe_only() -> None:
    item = product(product_type="structured", grade=4)
    assert reason(first("eu"), item) == "knowledge"
    assert reason(first("eu"), item, knowledge=frozenset({"structured"})) == "allowed"
    assert reason(first("cn"), item) == "allowed"


def test_negative_target_market_binds_in_europe_only() -> None:
    item = product(attributes={"not_for": "young,mass"})
    assert reason(first("eu"), item, segment="mass") == "target_market"
    assert reason(first("eu"), item, segment="affluent") == "allowed"
    assert reason(first("cn"), item, segment="mass") == "allowed"


def test_elderly_are_promoted_nothing_from_r4_in_china_only() -> None:
    born = date(1955, 1, 1)
    assert reason(first("cn"), product(grade=4), birth_date=born) == "elderly"
    assert reason(first("cn"), product(grade=3), birth_date=born) == "allowed"
    assert reason(first("eu"), product(grade=4), birth_date=born) == "allowed"


def test_minors_are_promoted_no_investment_but_a_deposit() -> None:
    born = date(2012, 1, 1)
    assert reason(first("cn"), product(), birth_date=born) == "age"
    assert reason(first("cn"), product(product_type="deposit"), birth_date=born) == "allowed"


def test_types_for_qualified_investors_need_the_proof_unmarked_too() -> None:
    item = product(product_type="private", grade=5)
    assert reason(first("cn"), item) == "private"
    assert reason(first("cn"), item, qualified_until=TODAY) == "allowed"


def test_version_holds_from_its_own_day() -> None:
    later = changed(version=2, valid_from="2026-07-01")
    both = [first("cn"), later]
    assert live_on(both, date(2026, 6, 30)).version == 1
    assert live_on(both, date(2026, 7, 1)).version == 2


def test_days_to_take_a_purchase_back() -> None:
    assert first("cn").days_to_take_back("insurance") == 15
    assert first("cn").days_to_take_back("deposit") == 0
