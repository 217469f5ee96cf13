"""Repeated reading without a purchase."""

from datetime import timedelta

from recommender.dataset import ItemKey
from recommender.followups.signals.base import Case
from recommender.followups.signals.repeated_reading import SIGNAL
from recommender.interactions.model import Interaction
from tests.recommender.followups.signals.contract import NOW, SignalContract, a_case


def a_read(content_id: str = "a1", days: float = 1) -> Interaction:
    return Interaction("content", content_id, "view", NOW - timedelta(days=days), dwell_ms=6_000)


class TestRepeatedReading(SignalContract):
    signal = SIGNAL

    def striking_case(self) -> Case:
        return a_case(a_read("a1"), a_read("a2"))


def test_two_readings_about_a_product_are_found() -> None:
    finding = SIGNAL.find(a_case(a_read("a1", 2), a_read("a2", 1)))[0]
    assert finding.product_id == "p1"
    assert finding.params == {"times": 2, "days": 14}
    assert finding.evidence == (
        ItemKey("content", "a1"),
        ItemKey("content", "a2"),
        ItemKey("product", "p1"),
    )
    assert finding.at == NOW - timedelta(days=1)


def test_one_reading_is_not_enough() -> None:
    assert SIGNAL.find(a_case(a_read("a1"))) == []
    assert SIGNAL.find(a_case(a_read("a1"), a_read("a3"))) == []


def test_readings_of_content_without_a_link_are_not_found() -> None:
    assert SIGNAL.find(a_case(a_read("unlinked"), a_read("unlinked"))) == []


def test_old_readings_do_not_count() -> None:
    assert SIGNAL.find(a_case(a_read(days=15), a_read(days=1))) == []


def test_who_holds_the_product_is_left_alone() -> None:
    assert SIGNAL.find(a_case(a_read(), a_read(), held=frozenset({"p1"}))) == []


def test_a_purchase_since_the_first_reading_ends_it() -> None:
    reads = (a_read(days=3), a_read(days=2))
    bought = {"p1": NOW - timedelta(days=1)}
    before = {"p1": NOW - timedelta(days=9)}
    assert SIGNAL.find(a_case(*reads, acquired=bought)) == []
    assert len(SIGNAL.find(a_case(*reads, acquired=before))) == 1


def test_after_it_was_settled_only_new_readings_count() -> None:
    settled = {("repeated_reading", "p1"): NOW - timedelta(days=2)}
    assert SIGNAL.find(a_case(a_read(days=4), a_read(days=3), settled=settled)) == []
    assert SIGNAL.find(a_case(a_read(days=4), a_read(days=1), settled=settled)) == []
    assert len(SIGNAL.find(a_case(a_read(days=1), a_read(days=1), settled=settled))) == 1


def test_more_readings_matter_more() -> None:
    few, many = (SIGNAL.find(a_case(*[a_read()] * n))[0].score for n in (2, 5))
    assert few < many
