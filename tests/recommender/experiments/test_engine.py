"""What serving shares: the day's counts, the catalogue prepared once per version."""

from datetime import timedelta
from time import monotonic

from dashboard.wiring import Root
from recommender.dataset import ItemKey
from recommender.experiments.engine import Popular
from recommender.ports import SYSTEM_ACTOR
from tests.support.arrange import a_product, an_event, fill

P1 = ItemKey("product", "p1")


async def popular(root: Root) -> Popular:
    async with root.reading() as app:
        return await root.engine.popular(app.interactions)


async def click(root: Root, days_ago: float, customer_id: str = "c1") -> None:
    at = root.clock.now() - timedelta(days=days_ago)
    async with root.writing() as app:
        event = an_event(customer_id=customer_id, at=at)
        await app.interactions.take_over(SYSTEM_ACTOR, [event])


async def test_people_of_the_last_90_days_before_today_are_counted(root: Root) -> None:
    await fill(root)
    for customer_id, days in (("c1", 1), ("c1", 2), ("c2", 89), ("c3", 92), ("c4", 0)):
        await click(root, days, customer_id)
    assert (await popular(root)).counts == {P1: 2}


async def test_the_count_of_a_day_stays_for_the_day(root: Root) -> None:
    await fill(root)
    await click(root, 1)
    first = await popular(root)
    await click(root, 1, "c2")
    assert await popular(root) is first


async def test_an_empty_count_is_made_again_sooner_than_a_full_one(root: Root) -> None:
    await fill(root)
    empty = await popular(root)
    assert empty.counts == {}
    assert empty.until < monotonic() + 60
    other = Root(root.settings)
    await click(root, 1)
    assert (await popular(other)).until > monotonic() + 600
    await other.stop()


async def test_a_catalogue_is_prepared_once_per_version(root: Root) -> None:
    await fill(root)
    first = await root.engine.stand(("product",))
    assert await root.engine.stand(("product",)) is first
    assert [one.id for one in first.shelf] == ["p1", "p2"]
    assert first.links.products_of("a1") == {"p1": 1.0}
    async with root.writing() as app:
        await app.catalogue.put(SYSTEM_ACTOR, a_product("p3"))
    second = await root.engine.stand(("product",))
    assert [one.id for one in second.shelf] == ["p1", "p2", "p3"]
    assert second.name != first.name
    assert second.version > first.version
