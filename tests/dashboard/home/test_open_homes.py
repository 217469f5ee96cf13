"""Who has to look: the tabs of whom something has happened to, and nobody else."""

import pytest

from dashboard.home import open_homes
from dashboard.home.open_homes import OpenHomes


async def test_the_tabs_of_one_customer_are_told_and_no_others() -> None:
    homes = OpenHomes()
    for tab, customer in (("a", "c1"), ("b", "c2"), ("c", "c1")):
        homes.add(tab, customer)
    homes.tell("c1")
    assert await homes.news(within_seconds=5) == ["a", "c"]


async def test_news_is_told_once() -> None:
    homes = OpenHomes()
    homes.add("a", "c1")
    homes.tell("c1")
    await homes.news(within_seconds=5)
    assert await homes.news(within_seconds=0) == []


async def test_a_tab_that_is_gone_is_not_told() -> None:
    homes = OpenHomes()
    homes.add("a", "c1")
    homes.drop("a")
    homes.tell("c1")
    assert await homes.news(within_seconds=5) == []
    assert not homes


def test_the_oldest_tab_is_forgotten_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(open_homes, "MOST_TABS", 2)
    homes = OpenHomes()
    for tab in ("a", "b", "a", "c"):
        homes.add(tab, "c1")
    assert list(homes._tabs) == ["a", "c"]
