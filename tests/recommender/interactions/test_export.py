"""The export: usable events of consenting customers, each once, whatever the page size."""

from dashboard.consents.model import ConsentChange
from dashboard.wiring import Root
from recommender.interactions.export import pages
from recommender.interactions.model import Interaction
from tests.support.arrange import a_batch, a_customer, a_key, a_visitor, an_event, fill

SENDER = a_key("events:write")


async def _send(root: Root, *events: object, actor: object = SENDER) -> None:
    async with root.reading() as app:
        await app.interactions.ingest(actor, a_batch(*events))


async def _exported(root: Root, page_rows: int = 50_000) -> list[Interaction]:
    found = pages(root.database, root.scopes, page_rows=page_rows)
    return [event async for page in found for event in page]


async def _choose(root: Root, *, personalisation: bool) -> None:
    async with root.writing() as app:
        change = ConsentChange(purposes={"personalisation": personalisation})
        await app.consents.change(a_customer("c2"), "c2", change)


async def test_each_event_comes_once_whatever_the_page_size(root: Root) -> None:
    await fill(root)
    await _send(root, *(an_event(customer_id=f"c{n % 2 + 1}") for n in range(23)))
    for size in (1, 7, 23, 100):
        assert len(await _exported(root, size)) == 23


async def test_an_event_comes_with_what_training_needs(root: Root) -> None:
    await fill(root)
    amount = {"minor": 500, "currency": "CNY"}
    await _send(root, an_event(action="buy", value=amount), an_event(action="view", dwell_ms=7000))
    told = [(one.customer_id, one.action, one.value, one.dwell_ms) for one in await _exported(root)]
    assert told == [("c1", "buy", 500.0, None), ("c1", "view", None, 7000)]


async def test_visitors_are_left_out(root: Root) -> None:
    await fill(root)
    await _send(root, an_event(customer_id=None), actor=a_visitor())
    assert await _exported(root) == []


async def test_withdrawing_leaves_out_the_past_and_returning_leaves_out_the_time_between(
    root: Root,
) -> None:
    await fill(root)
    await _send(root, an_event(customer_id="c2", item_id="p1"))
    await _choose(root, personalisation=False)
    await _send(root, an_event(customer_id="c2", item_id="p2"))
    assert await _exported(root) == []
    await _choose(root, personalisation=True)
    assert [one.item_id for one in await _exported(root)] == ["p1"]
