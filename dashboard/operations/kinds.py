"""Every kind of card, loaded once on the bank of this data folder."""

import json
import time
from collections.abc import Mapping

from dashboard.home.loading import granted_to
from dashboard.preferences.model import Preferences
from dashboard.wiring import Root
from recommender.ports import CUSTOMER, Actor
from widgets.base import Context, Widget
from widgets.quality import LOADED, MOST_BYTES, SMALL
from widgets.tile import load

SETTLED = ("ready", "partial", "empty")


async def measure(root: Root) -> Mapping[str, Mapping[str, bool]]:
    """Say of each kind of ours whether it loads within its limit, and stays small.

    Returns:
        Kind -> what is wanted -> whether it is so; nothing without customers.
    """
    async with root.reading() as app:
        customers = await app.customers.page(limit=1)
        kinds = [one for one in root.partners.kinds.values() if not one.provider]
    if not customers:
        return {}
    me = customers[0].customer_id
    actor = Actor("doctor", frozenset({CUSTOMER}), customer_id=me)
    context = root.home_sources.context(actor, me, Preferences(), "zh-Hans")
    return {one.kind: await _measured(one, granted_to(context, one)) for one in kinds}


async def _measured(known: Widget, context: Context) -> dict[str, bool]:
    began = time.perf_counter()
    tile = await load(known.kind, known, {}, context)
    seconds = time.perf_counter() - began
    size = len(json.dumps(tile.data, ensure_ascii=False).encode())
    return {
        LOADED: tile.state in SETTLED and seconds <= known.timeout_seconds,
        SMALL: size <= MOST_BYTES,
    }
