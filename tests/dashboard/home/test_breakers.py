"""Back-off: a source that keeps failing is left alone for a while."""

import pytest

from dashboard.home.breakers import FAILURES, FIRST_REST, LONGEST_REST, Breakers


class AClock:
    """Seconds that a test moves on."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> AClock:
    return AClock()


@pytest.fixture
def breakers(clock: AClock) -> Breakers:
    return Breakers(clock)


def _fail(breakers: Breakers, times: int = FAILURES, customer: str = "c1") -> None:
    for _ in range(times):
        breakers.note("gold", customer, "source")


def test_fewer_failures_change_nothing(breakers: Breakers) -> None:
    _fail(breakers, FAILURES - 1)
    assert breakers.admits("gold", "c1")


def test_a_source_that_is_down_rests_for_everybody_and_for_this_kind_only(
    breakers: Breakers,
) -> None:
    _fail(breakers)
    assert not breakers.admits("gold", "c2")
    assert breakers.admits("cards", "c1")


def test_after_its_rest_one_may_try(breakers: Breakers, clock: AClock) -> None:
    _fail(breakers)
    clock.seconds = FIRST_REST
    assert [breakers.admits("gold", "c1") for _ in range(3)] == [True, False, False]


def test_a_try_that_succeeds_ends_it(breakers: Breakers, clock: AClock) -> None:
    _fail(breakers)
    clock.seconds = FIRST_REST
    breakers.admits("gold", "c1")
    breakers.note("gold", "c1", "")
    assert all(breakers.admits("gold", "c1") for _ in range(3))


def test_each_try_that_fails_lengthens_the_rest_up_to_its_limit(
    breakers: Breakers, clock: AClock
) -> None:
    _fail(breakers, FAILURES + 1)
    clock.seconds = FIRST_REST
    assert not breakers.admits("gold", "c1")
    _fail(breakers, 40)
    clock.seconds += LONGEST_REST
    assert breakers.admits("gold", "c1")


def test_a_success_in_between_starts_the_count_again(breakers: Breakers) -> None:
    _fail(breakers, FAILURES - 1)
    breakers.note("gold", "c2", "")
    _fail(breakers, FAILURES - 1)
    assert breakers.admits("gold", "c1")


@pytest.mark.parametrize("cause", ["crash", "refused"])
def test_what_fails_on_ones_own_figures_rests_for_that_customer(
    breakers: Breakers, cause: str
) -> None:
    for _ in range(FAILURES):
        breakers.note("gold", "c1", cause)  # type: ignore[arg-type]
    assert not breakers.admits("gold", "c1")
    assert breakers.admits("gold", "c2")


def test_since_is_the_first_failure_of_the_row(breakers: Breakers) -> None:
    breakers.note("gold", "c1", "crash", "09:00")
    breakers.note("gold", "c1", "crash", "09:05")
    assert breakers.since("gold", "c1") == "09:00"
    assert breakers.since("gold", "c2") == ""


def test_a_source_that_is_down_is_down_for_everybody_since_the_first(breakers: Breakers) -> None:
    breakers.note("gold", "c1", "source", "09:00")
    breakers.note("gold", "c2", "late", "09:05")
    assert breakers.since("gold", "c2") == "09:00"


def test_a_good_answer_begins_a_new_row(breakers: Breakers) -> None:
    for cause, at in (("source", "09:00"), ("", ""), ("source", "09:10")):
        breakers.note("gold", "c1", cause, at)  # type: ignore[arg-type]
    assert breakers.since("gold", "c1") == "09:10"
