"""A small bank behind the pages of staff."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from dashboard.wiring import Root
from recommender.customers.model import CustomerIn, MaturityIn
from recommender.interactions.model import READ_MS
from recommender.ports import PERSONALISATION, RM_SHARING, SYSTEM_ACTOR
from tests.dashboard.pages.states import serving
from tests.support.arrange import a_batch, a_content, a_key, a_product, an_event


@pytest.fixture
async def desk(root: Root) -> AsyncIterator[Root]:
    """Give c1, who shares and read twice about p1, c2, who does not share, and a stranger c3."""
    soon = MaturityIn(
        product_id="p1", amount_minor=10_000_000, on=root.clock.today() + timedelta(days=2)
    )
    known = CustomerIn(capacity=3, idle_cash_minor=7_000_000, maturities=(soon,), region="Shanghai")
    both, alone = frozenset({PERSONALISATION, RM_SHARING}), frozenset({PERSONALISATION})
    async with root.writing() as app:
        await app.customers.put_many(SYSTEM_ACTOR, dict.fromkeys(("c1", "c2", "c3"), known))
        await app.consents.set_many(SYSTEM_ACTOR, {"c1": both, "c2": alone, "c3": both})
        items = [a_product("p1"), a_product("p2", grade=5), a_content("a1", "p1")]
        await app.catalogue.put_many(SYSTEM_ACTOR, items)
    read = {"kind": "content", "item_id": "a1", "action": "view", "dwell_ms": READ_MS}
    events = [an_event(customer_id=one, at=root.clock.now(), **read) for one in ("c1", "c2") * 2]
    async with root.reading() as app:
        await app.interactions.ingest(a_key("events:write"), a_batch(*events))
    with serving(root):
        yield root
