"""Limits: a burst, then a rate; seats that are given back."""

from dashboard.limits import Buckets, Seats


class Now:
    """A clock for the tests to turn."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def test_burst_is_spent_and_refills_at_the_rate() -> None:
    now = Now()
    buckets = Buckets(burst=3, per_second=2, now=now)
    assert [buckets.take("a") for _ in range(4)] == [True, True, True, False]
    now.seconds = 1.0
    assert [buckets.take("a") for _ in range(3)] == [True, True, False]


def test_subjects_do_not_share() -> None:
    buckets = Buckets(burst=1, per_second=1, now=Now())
    assert buckets.take("a")
    assert buckets.take("b")
    assert not buckets.take("a")


def test_long_quiet_time_saves_no_more_than_the_burst() -> None:
    now = Now()
    buckets = Buckets(burst=2, per_second=1, now=now)
    buckets.take("a")
    now.seconds = 1000.0
    assert [buckets.take("a") for _ in range(3)] == [True, True, False]


def test_many_subjects_push_out_only_the_quiet_ones() -> None:
    now = Now()
    buckets = Buckets(burst=1, per_second=1, now=now)
    for number in range(20_000):
        buckets.take(number)
    now.seconds = 0.5
    assert buckets.take("new")
    assert not buckets.take(7)
    now.seconds = 60.0
    assert buckets.take("newer")
    assert len(buckets._levels) < 20_000


def test_seats_are_counted_and_given_back() -> None:
    seats = Seats(2)
    assert [seats.take("a") for _ in range(3)] == [True, True, False]
    assert seats.take("b")
    seats.leave("a")
    assert seats.take("a")
