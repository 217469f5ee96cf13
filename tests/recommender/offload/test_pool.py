"""Other processes decide while many ask at once, and nobody misses one that is gone."""

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack

import psutil
import pytest

from dashboard.wiring import Root
from recommender.answer import Answer
from recommender.offload import pool
from recommender.offload.pool import PRESSED, Offload, Worker
from recommender.ports import SYSTEM_ACTOR
from recommender.rules.model import Rule, Ruling, Target
from tests.support.arrange import a_batch, a_key, an_event
from tests.support.engine import bank, fill_bank, serve

CUSTOMERS = bank().customers[:40]
SECONDS = 30.0


class Fixed:
    """A source of one ruling."""

    def __init__(self, root: Root, *rules: Rule) -> None:
        self._ruling = Ruling.made_of(rules)
        self.law = root.engine.rules.law

    async def ruling(self) -> Ruling:
        return self._ruling


@pytest.fixture
async def pressed(root: Root) -> AsyncIterator[Root]:
    """Give a bank with a model in which so many ask at once that another process helps."""
    await fill_bank(root, CUSTOMERS, CUSTOMERS)
    await serve(root)
    await root.engine.offload.stop()
    root.engine.offload = Offload(1)
    with ExitStack() as callers:
        for _ in range(PRESSED):
            callers.enter_context(root.engine.offload.asking())
        yield root


def worker_of(root: Root) -> Worker:
    (worker,) = root.engine.offload.workers
    return worker


async def ask(root: Root, customer_id: str, scenario: str = "home") -> Answer:
    async with root.reading() as app:
        return await app.recommend.recommend(
            SYSTEM_ACTOR, customer_id, ("product", "content"), scenario, 10, "en"
        )


async def helped(root: Root, customer_id: str = CUSTOMERS[0]) -> Answer:
    """Ask until an answer was decided by the other process."""
    worker, deadline, number = worker_of(root), time.monotonic() + SECONDS, 0
    while time.monotonic() < deadline:
        before, number = worker.done, number + 1
        answer = await ask(root, customer_id, f"s_{'x' * (number % 20)}")
        if worker.done > before:
            return answer
        await asyncio.sleep(0.05)
    raise AssertionError("No other process has helped.")


async def until(claim: Callable[[], bool]) -> None:
    for _ in range(int(SECONDS / 0.02)):
        if claim():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("It did not come true.")


async def test_nothing_runs_while_few_ask(root: Root) -> None:
    await fill_bank(root, CUSTOMERS[:1], CUSTOMERS[:1])
    root.engine.offload = Offload(1)
    with root.engine.offload.asking():
        await ask(root, CUSTOMERS[0])
    assert not worker_of(root).is_alive


async def test_one_that_runs_helps_from_the_second_caller_on(pressed: Root) -> None:
    await helped(pressed)
    worker = worker_of(pressed)
    pressed.engine.offload = Offload(0)
    pressed.engine.offload.workers = (worker,)
    before = worker.done
    await ask(pressed, CUSTOMERS[0], "alone")
    assert worker.done == before
    with pressed.engine.offload.asking():
        await ask(pressed, CUSTOMERS[0], "two")
    assert worker.done > before


async def test_the_other_process_gives_the_same_list(pressed: Root) -> None:
    there = await helped(pressed)
    pressed.engine.offload = Offload(0)
    pressed.engine.forget(None)
    here = await ask(pressed, CUSTOMERS[0])
    assert there.decision_id != here.decision_id
    assert there.items == here.items
    assert there.withheld == here.withheld


async def test_what_it_decided_is_stored_and_replays(pressed: Root) -> None:
    answer = await helped(pressed)
    async with pressed.reading() as app:
        assert (await app.decisions.replay(SYSTEM_ACTOR, answer.decision_id)).equal


async def test_rules_of_the_bank_act_there_too(pressed: Root) -> None:
    last = (await helped(pressed)).items[-1]
    pin = Rule("r1", 1, "pin", Target(items=((last.kind, last.id),)))  # type: ignore[arg-type]
    pressed.engine.rules = Fixed(pressed, pin)
    answer = await helped(pressed)
    assert (answer.items[0].id, answer.items[0].placed) == (last.id, "pinned")


async def test_whoever_asked_a_process_that_died_is_answered(pressed: Root) -> None:
    await helped(pressed)
    process = psutil.Process(worker_of(pressed).pid)
    process.suspend()
    asked = [asyncio.create_task(ask(pressed, one, "other")) for one in CUSTOMERS[:8]]
    await until(lambda: worker_of(pressed).waiting > 0)
    process.kill()
    answers = await asyncio.gather(*asked)
    assert all(one.items for one in answers)
    await until(lambda: worker_of(pressed).pid is None)


async def test_whoever_asked_a_process_that_hangs_is_answered(
    pressed: Root, monkeypatch: pytest.MonkeyPatch
) -> None:
    await helped(pressed)
    monkeypatch.setattr(pool, "PATIENCE_SECONDS", 0.2)
    pid = worker_of(pressed).pid
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)
    answers = await asyncio.gather(*(ask(pressed, one, "other") for one in CUSTOMERS[:8]))
    assert all(one.items for one in answers)
    await until(lambda: not psutil.pid_exists(pid))


async def test_one_that_failed_is_left_alone_for_a_while(pressed: Root) -> None:
    await helped(pressed)
    psutil.Process(worker_of(pressed).pid).kill()
    await until(lambda: worker_of(pressed).pid is None)
    await asyncio.gather(*(ask(pressed, one, "other") for one in CUSTOMERS[:8]))
    assert worker_of(pressed).pid is None


async def test_one_that_nobody_asks_ends_and_comes_again(
    pressed: Root, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "IDLE_SECONDS", 0.5)
    await helped(pressed)
    first = worker_of(pressed).pid
    await until(lambda: worker_of(pressed).pid is None)
    monkeypatch.setattr(pool, "IDLE_SECONDS", 60.0)
    await helped(pressed)
    assert worker_of(pressed).pid not in (None, first)


async def test_it_ends_with_the_one_that_started_it(pressed: Root) -> None:
    await helped(pressed)
    pid = worker_of(pressed).pid
    assert pid is not None
    await pressed.engine.offload.stop()
    assert not psutil.pid_exists(pid)


async def test_an_event_counts_in_the_next_answer_there(pressed: Root) -> None:
    dismissed = (await helped(pressed)).items[0]
    told = {"kind": dismissed.kind, "item_id": dismissed.id, "action": "dismiss"}
    event = an_event(customer_id=CUSTOMERS[0], **told)
    async with pressed.reading() as app:
        receipt = await app.recommend.record(a_key("events:write"), a_batch(event))
    assert receipt.accepted == 1
    again = await helped(pressed)
    assert dismissed.id not in {one.id for one in again.items}
