"""Keeps the follow-ups of all advisers up to date."""

from dashboard.jobs.base import Job
from dashboard.wiring import Root

EVERY_SECONDS = 30.0


async def run(root: Root) -> None:
    """Evaluate every customer, page by page."""
    after = ""
    while True:
        async with root.reading() as app:
            page = [one.customer_id for one in await app.customers.page(after)]
        if not page:
            return
        await root.followups.ensure(page)
        after = page[-1]


JOB = Job("evaluate-followups", every_seconds=EVERY_SECONDS, run=run)
