"""What every signal promises; a signal's own test inherits it."""

import json
from datetime import UTC, date, datetime
from typing import Any

from recommender.followups.signals import all_signals
from recommender.followups.signals.base import Case, Signal
from recommender.language import catalogue
from recommender.linking import Links
from tests.support.engine import facts

NOW = datetime(2026, 6, 15, 4, tzinfo=UTC)
TODAY = date(2026, 6, 15)
LINKS = Links([("a1", "p1", 1.0), ("a2", "p1", 1.0), ("a3", "p2", 1.0)])


def a_case(*reads: Any, acquired: Any = None, settled: Any = None, **known: Any) -> Case:
    return Case(facts(**known), NOW, TODAY, LINKS, reads, acquired or {}, settled or {})


class SignalContract:
    """The shared promises."""

    signal: Signal

    def striking_case(self) -> Case:
        """Return a case in which the signal must find something."""
        raise NotImplementedError

    def test_it_is_found_by_its_place(self) -> None:
        assert self.signal in all_signals()
        assert type(self.signal).__module__.rsplit(".", 1)[-1] == self.signal.name

    def test_it_finds_nothing_about_a_quiet_customer(self) -> None:
        assert list(self.signal.find(a_case())) == []

    def test_scores_are_shares_and_subjects_are_stable(self) -> None:
        findings = self.signal.find(self.striking_case())
        assert findings
        assert all(0 < one.score <= 1 for one in findings)
        assert list(findings) == list(self.signal.find(self.striking_case()))
        assert len({one.subject for one in findings}) == len(findings)

    def test_findings_can_be_stored_and_said(self) -> None:
        for one in self.signal.find(self.striking_case()):
            assert one.signal == self.signal.name
            json.dumps(one.params)
            said = self.signal.sayings[one.code]
            assert said.format(title="X", **one.params)
            assert said in catalogue("zh-Hans")
