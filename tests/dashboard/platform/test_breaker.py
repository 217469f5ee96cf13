"""The circuit breaker."""

from dashboard.platform.breaker import Breaker


class Time:
    def __init__(self):
        self.seconds = 0.0

    def __call__(self):
        return self.seconds


def broken(time):
    made = Breaker(failures=2, rest_seconds=10, now=time)
    made.failed()
    made.failed()
    return made


def test_it_stays_closed_below_its_number_of_failures():
    made = Breaker(failures=2)
    made.failed()
    assert made.admits()


def test_it_opens_after_failures_in_a_row_and_one_may_try_after_the_rest():
    time = Time()
    made = broken(time)
    assert not made.admits()
    time.seconds = 10
    assert [made.admits(), made.admits()] == [True, False]


def test_success_closes_it():
    time = Time()
    made = broken(time)
    time.seconds = 10
    assert made.admits()
    made.succeeded()
    assert [made.admits(), made.admits()] == [True, True]


def test_success_between_failures_starts_the_count_anew():
    made = Breaker(failures=2)
    made.failed()
    made.succeeded()
    made.failed()
    assert made.admits()
