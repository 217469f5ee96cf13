from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from content.audience import Audience, includes, takes_marketing
from content.estimate import loss_of
from recommender.customers.model import SEGMENTS
from recommender.ports import MARKETING, PERSONALISATION, Scope
from tests.content.builders import customer

TODAY = date(2026, 6, 15)


def test_an_empty_audience_includes_everybody_and_visitors():
    assert includes(Audience(), customer(), TODAY)
    assert includes(Audience(), None, TODAY)


def test_segments_exclude_others_and_visitors():
    audience = Audience(segments=("private", "affluent"))
    assert includes(audience, customer(segment="affluent"), TODAY)
    assert not includes(audience, customer(segment="mass"), TODAY)
    assert not includes(audience, None, TODAY)


def test_capacity_must_be_high_enough_and_valid_today():
    audience = Audience(minimum_capacity=3)
    assert includes(audience, customer(capacity=3, assessed_until=TODAY), TODAY)
    assert not includes(audience, customer(capacity=2), TODAY)
    assert not includes(audience, customer(capacity=None), TODAY)
    assert not includes(audience, customer(capacity=5, assessed_until=date(2026, 6, 14)), TODAY)


def test_an_expired_assessment_does_not_matter_without_a_minimum():
    assert includes(Audience(), customer(capacity=5, assessed_until=date(2020, 1, 1)), TODAY)


def test_with_personalisation_off_nobodys_segment_is_used():
    off = Scope(frozenset(), 2)
    audience = Audience(segments=("affluent",))
    assert not includes(audience, customer(segment="affluent", scope=off), TODAY)
    assert not includes(audience, customer(segment="mass", scope=off), TODAY)
    assert includes(Audience(), customer(scope=off), TODAY)


def test_marketing_needs_consent_and_stays_out_of_the_senior_edition():
    assert takes_marketing(customer())
    assert not takes_marketing(customer(senior=True))
    assert not takes_marketing(customer(scope=Scope(frozenset({PERSONALISATION}), 1)))


PURPOSES = st.sets(st.sampled_from((PERSONALISATION, MARKETING))).map(frozenset)
CUSTOMERS = st.builds(
    customer,
    segment=st.sampled_from(SEGMENTS),
    capacity=st.none() | st.integers(1, 5),
    assessed_until=st.none() | st.just(date(2026, 6, 14)) | st.just(TODAY),
    senior=st.booleans(),
    scope=PURPOSES.map(lambda purposes: Scope(purposes, 1)),
)
AUDIENCES = st.builds(
    Audience,
    segments=st.sets(st.sampled_from(SEGMENTS)).map(tuple),
    minimum_capacity=st.none() | st.integers(1, 5),
)


@given(AUDIENCES, CUSTOMERS, st.booleans())
def test_who_is_counted_as_reached_is_exactly_who_may_see_the_card(audience, facts, marketing):
    may_see = includes(audience, facts, TODAY) and (not marketing or takes_marketing(facts))
    assert (loss_of(audience, facts, TODAY, marketing=marketing) == "") == may_see
