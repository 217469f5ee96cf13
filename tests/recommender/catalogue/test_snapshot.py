"""The snapshot: one order, arrays that match it, and new after each change."""

import math
from datetime import timedelta

import numpy as np

from dashboard.wiring import Root
from recommender.catalogue.model import UNREVIEWED
from recommender.catalogue.snapshot import CatalogueCache, Snapshot
from recommender.ports import SYSTEM_ACTOR
from tests.support.arrange import NOW, a_content, a_product, rolled_back


def test_arrays_are_in_the_order_of_the_items() -> None:
    items = (
        a_content("a1", "p1", state=UNREVIEWED),
        a_product("p1", grade=3, private=True, available_until=NOW),
        a_product("p2", single_hold=True, available_from=NOW),
    )
    snapshot = Snapshot(1, items)
    assert snapshot.index["product", "p2"] == 2
    assert snapshot.grades.tolist() == [0, 3, 2]
    assert snapshot.grades.dtype == np.int8
    assert snapshot.is_open.tolist() == [False, True, True]
    assert snapshot.is_private.tolist() == [False, True, False]
    assert snapshot.is_single_hold.tolist() == [False, False, True]
    assert math.isinf(snapshot.ends[0])
    assert snapshot.links == ()
    assert [one.id for one in snapshot.of_kinds(["product"])] == ["p1", "p2"]
    assert snapshot.get("product", "none") is None


def test_dates_include_the_first_instant_and_exclude_the_last() -> None:
    item = a_product(available_from=NOW, available_until=NOW + timedelta(seconds=1))
    snapshot = Snapshot(1, (item,))
    flags = [bool(snapshot.is_available(NOW + timedelta(seconds=s))[0]) for s in (-1, 0, 1)]
    assert flags == [False, True, False]


async def test_a_change_is_seen_in_this_process_when_it_is_committed(root: Root) -> None:
    before = await root.catalogue.now()
    async with root.writing() as app:
        await app.catalogue.put(SYSTEM_ACTOR, a_product())
        assert (await root.catalogue.now()).get("product", "p1") is None
    after = await root.catalogue.now()
    assert after.get("product", "p1") is not None
    assert after.version > before.version
    assert await root.catalogue.now() is after


async def test_a_rolled_back_change_is_never_seen(root: Root) -> None:
    async with rolled_back(root) as app:
        await app.catalogue.put(SYSTEM_ACTOR, a_product())
    assert (await root.catalogue.newest()).get("product", "p1") is None


async def test_another_process_sees_a_change_when_it_asks_again(root: Root) -> None:
    other = CatalogueCache(root.database)
    assert (await other.now()).version == 0
    async with root.writing() as app:
        await app.catalogue.put(SYSTEM_ACTOR, a_product())
    assert (await other.newest()).get("product", "p1") is not None


async def test_widget_kinds_are_services_of_the_catalogue(root: Root) -> None:
    services = (await root.catalogue.now()).of_kinds(["service"])
    assert "balances" in {one.id for one in services}
