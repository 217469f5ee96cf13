"""Portfolios: one's own customers, and a manager's whole team."""

from datetime import date

import pytest

from dashboard.desk.portfolios import Portfolios
from dashboard.desk.portfolios.tables import PortfolioRow, TeamRow
from dashboard.errors import NotFound
from tests.support.arrange import a_customer, an_rm


@pytest.fixture
async def portfolios(session) -> Portfolios:
    for customer, rm in (("c1", "rm1"), ("c2", "rm2"), ("c3", "rm3")):
        session.add(PortfolioRow(customer_id=customer, rm_id=rm, since=date(2026, 1, 1)))
    session.add_all([TeamRow(rm_id=rm, manager_id="manager1") for rm in ("rm1", "rm2")])
    await session.flush()
    return Portfolios(session)


async def test_a_relationship_manager_has_the_own_customers_only(portfolios):
    assert await portfolios.portfolio("rm1") == {"c1"}


async def test_a_branch_manager_has_the_customers_of_the_team(portfolios):
    assert await portfolios.portfolio("manager1") == {"c1", "c2"}


async def test_anybody_else_has_none(portfolios):
    assert await portfolios.portfolio("marketer1") == frozenset()


async def test_who_looks_after_a_customer_is_told_to_who_may_see_them(portfolios):
    assert await portfolios.rm_of(an_rm("c2"), "c2") == "rm2"
    assert await portfolios.rm_of(a_customer("c9"), "c9") is None
    with pytest.raises(NotFound):
        await portfolios.rm_of(a_customer("c1"), "c2")
