"""What conditions are judged by: the bank's clock, and what is asked where a condition needs it."""

import asyncio
from collections.abc import Iterable

import structlog

from dashboard.home.sources import Sources
from dashboard.home.visibility import Moment, asks_the_bank, situations
from dashboard.layouts.model import Tile
from recommender.errors import CompanionError
from widgets.base import Context

DUES_SECONDS = 0.5
DUES_DAYS = 7
log = structlog.get_logger(__name__)


async def moment_of(sources: Sources, context: Context, tiles: Iterable[Tile]) -> Moment:
    """Return the moment by which the conditions of these tiles are judged."""
    now = context.now.astimezone(sources.zone)
    has_dues = await _has_dues(context) if asks_the_bank(tiles) else None
    return Moment(now, situations(now, is_senior=context.senior, has_dues=has_dues))


async def _has_dues(context: Context) -> bool | None:
    """Ask whether a bill is due within a week; None when that is not known."""
    try:
        async with asyncio.timeout(DUES_SECONDS):
            dues = await context.ports.bank.dues(context.customer_id, DUES_DAYS)
    except (TimeoutError, CompanionError) as error:
        log.warning("dues_unknown", error=type(error).__name__)
        return None
    return any(one.kind == "bill" and one.state != "paid" for one in dues)
