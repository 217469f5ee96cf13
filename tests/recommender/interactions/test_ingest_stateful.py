"""Whatever is sent, repeated, refused or withdrawn in any order, the history is as the model's."""

import asyncio
import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from dashboard import schema
from dashboard.consents.model import ConsentChange
from dashboard.settings import Mode, Settings
from dashboard.wiring import Root
from recommender.interactions.model import EventIn
from tests.support.arrange import NOW, a_batch, a_customer, a_key, an_event, fill

CUSTOMERS = ("c1", "c2")
SENDER = a_key("events:write")
TOO_LATE = NOW + timedelta(minutes=5, seconds=15)
"""Generated times lie at most 5 minutes ahead, or at least 5.5; the clock runs on meanwhile."""
EVENTS = st.builds(
    lambda number, customer, item, action, minutes: an_event(
        event_id=f"e{number}",
        customer_id=customer,
        item_id=item,
        action=action,
        at=NOW - timedelta(minutes=minutes, seconds=number),
    ),
    st.integers(0, 30),
    st.sampled_from(CUSTOMERS),
    st.sampled_from(["p1", "p2", "unknown"]),
    st.sampled_from(["click", "view", "impression"]),
    st.integers(-7, 600),
)


class Ingest(RuleBasedStateMachine):
    """Compares the service with a dictionary."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self._loop = asyncio.new_event_loop()
        self._stored: dict[str, tuple[EventIn, bool]] = {}
        self._allows = dict.fromkeys(CUSTOMERS, True)

    @initialize()
    def begin(self) -> None:
        self._root = Root(Settings(data_dir=Path(self._folder.name), mode=Mode.DEMO, now=NOW))
        self._run(schema.bring_up(self._root.database))
        self._run(fill(self._root))

    @rule(batch=st.lists(EVENTS, max_size=12))
    def send(self, batch: list[EventIn]) -> None:
        receipt = self._run(self._ingest(batch))
        good, new = self._expect(batch)
        assert (receipt.accepted, receipt.duplicates) == (new, len(good) - new)
        assert [batch[one.index] for one in receipt.rejected] == [
            one for one in batch if one not in good
        ]

    @rule(batch=st.lists(EVENTS, min_size=1, max_size=5))
    def send_twice_at_once(self, batch: list[EventIn]) -> None:
        async def both() -> int:
            receipts = await asyncio.gather(self._ingest(batch), self._ingest(batch))
            return sum(one.accepted for one in receipts)

        accepted = self._run(both())
        assert accepted == self._expect(batch)[1]

    @rule(customer=st.sampled_from(CUSTOMERS), allows=st.booleans())
    def choose(self, customer: str, allows: bool) -> None:
        self._run(self._change(customer, allows))
        self._allows[customer] = allows

    @invariant()
    def history_is_what_may_be_used(self) -> None:
        for customer in CUSTOMERS:
            used = [
                one
                for one, usable in self._stored.values()
                if usable and one.customer_id == customer and one.action != "impression"
            ]
            expected = [one.item_id for one in sorted(used, key=lambda one: one.at)]
            found = self._run(self._history(customer))
            assert found == (expected if self._allows[customer] else [])

    def teardown(self) -> None:
        if hasattr(self, "_root"):
            self._run(self._root.stop())
        self._loop.close()
        self._folder.cleanup()

    def _expect(self, batch: list[EventIn]) -> tuple[list[EventIn], int]:
        """Store what is right in the model; return it and how many of it are new."""
        before = len(self._stored)
        good = [one for one in batch if one.item_id != "unknown" and one.at < TOO_LATE]
        for one in good:
            self._stored.setdefault(one.event_id, (one, self._allows[str(one.customer_id)]))
        return good, len(self._stored) - before

    def _run(self, work):
        return self._loop.run_until_complete(work)

    async def _ingest(self, batch: list[EventIn]):
        async with self._root.reading() as app:
            return await app.interactions.ingest(SENDER, a_batch(*batch))

    async def _change(self, customer: str, allows: bool) -> None:
        change = ConsentChange(purposes={"personalisation": allows})
        async with self._root.writing() as app:
            await app.consents.change(a_customer(customer), customer, change)

    async def _history(self, customer: str) -> list[str]:
        async with self._root.reading() as app:
            return [one.item_id for one in await app.interactions.history(customer)]


@pytest.mark.slow
def test_history_is_what_was_sent_once_and_may_be_used() -> None:
    run_state_machine_as_test(
        Ingest,
        settings=settings(
            max_examples=25,
            stateful_step_count=15,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
