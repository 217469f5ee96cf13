"""The last good value of a tile."""

from datetime import UTC, datetime, timedelta

from dashboard.home.memory import KEEP, LastGood
from widgets.registry import catalogue
from widgets.tile import Tile

NOW = datetime(2026, 6, 15, 4, 0, tzinfo=UTC)
KEY = ("c1", "t1", "en")


def _tile(kind: str, state: str = "ready") -> Tile:
    return Tile(id="t1", kind=kind, state=state, data={"n": 1} if state == "ready" else {})


def _kept(kind: str, state: str = "ready") -> LastGood:
    memory = LastGood()
    memory.keep(KEY, _tile(kind, state), catalogue()[kind], NOW)
    return memory


def test_the_last_good_value_stays_and_is_marked() -> None:
    shown = _kept("balances").instead_of(KEY, _tile("balances", "error"), NOW)
    assert (shown.state, shown.data) == ("partial", {"n": 1})


def test_nothing_good_is_invented() -> None:
    failed = _tile("balances", "error")
    assert LastGood().instead_of(KEY, failed, NOW) is failed
    assert _kept("balances", "partial").instead_of(KEY, failed, NOW) is failed


def test_a_ranked_list_is_never_shown_from_memory() -> None:
    for kind in ("products", "feed"):
        failed = _tile(kind, "error")
        assert _kept(kind).instead_of(KEY, failed, NOW) is failed


def test_an_old_value_is_not_shown() -> None:
    failed = _tile("balances", "error")
    late = NOW + KEEP + timedelta(seconds=1)
    assert _kept("balances").instead_of(KEY, failed, late) is failed


def test_another_customer_gets_nothing_of_it() -> None:
    failed = _tile("balances", "error")
    assert _kept("balances").instead_of(("c2", "t1", "en"), failed, NOW) is failed
