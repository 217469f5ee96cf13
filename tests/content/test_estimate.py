import pytest

from content.audience import Audience
from content.estimate import EstimateService
from recommender.errors import NotAllowed
from recommender.ports import PERSONALISATION, Scope
from tests.content.builders import ANNA, Known, Still, customer, customer_actor

ONLY_PERSONAL = Scope(frozenset({PERSONALISATION}), 1)


def service():
    return EstimateService(
        Known(
            customer("c1"),
            customer("c2", segment="mass"),
            customer("c3", capacity=1),
            customer("c4", scope=ONLY_PERSONAL),
            customer("c5", senior=True),
            customer("c6"),
        ),
        Still(),
    )


async def test_a_customer_may_not_estimate():
    with pytest.raises(NotAllowed):
        await service().of(customer_actor(), Audience(), marketing=False)


async def test_each_customer_is_lost_at_the_first_step_that_fails():
    audience = Audience(segments=("affluent",), minimum_capacity=2)
    found = await service().of(ANNA, audience, marketing=True)
    assert {loss.reason: loss.count for loss in found.losses} == {
        "segment": 1,
        "capacity": 1,
        "consent": 1,
        "senior": 1,
    }
    assert (found.base, found.reached) == (6, 2)
    assert found.base == found.reached + sum(loss.count for loss in found.losses)


async def test_without_marketing_neither_its_consent_nor_the_senior_edition_matters():
    found = await service().of(ANNA, Audience(), marketing=False)
    assert found.reached == found.base == 6
