"""Which versions are kept."""

from dashboard.layouts.chain import KEEP_STEPS, KEEP_VERSIONS, Link, to_forget


def _saved(count: int) -> list[Link]:
    """A history of changes only, newest first."""
    return [Link(n, n - 1 if n > 1 else None, None) for n in range(count, 0, -1)]


def test_the_newest_are_kept() -> None:
    assert to_forget(_saved(KEEP_VERSIONS)) == set()
    assert to_forget(_saved(KEEP_VERSIONS + 3)) == {1, 2, 3}


def test_a_named_version_is_kept_for_ever() -> None:
    links = _saved(KEEP_VERSIONS + 3)
    links[-2] = Link(2, 1, None, "Summer")
    assert to_forget(links) == {1, 3}


def test_steps_that_undo_reaches_are_kept_however_old_they_are() -> None:
    old = _saved(60)
    swings = [Link(n, 60, 60) for n in range(400, 60, -1)]
    gone = to_forget([*swings, *old])
    assert not gone & set(range(60 - KEEP_STEPS + 1, 61))
    assert set(range(1, 60 - KEEP_STEPS)) <= gone


def test_steps_that_redo_reaches_are_kept() -> None:
    old = [Link(1, None, 2), Link(2, None, 3), Link(3, None, None)][::-1]
    later = [Link(n, None, 1) for n in range(300, 3, -1)]
    assert not to_forget([*later, *old]) & {1, 2, 3}


def test_an_empty_history_loses_nothing() -> None:
    assert to_forget([]) == set()
