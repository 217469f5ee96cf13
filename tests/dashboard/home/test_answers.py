"""Within one load the same question to a port is asked once."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from dashboard.home.answers import Answers
from tests.widgets.fakes import FakeSource, context, filled
from widgets.errors import SourceDown
from widgets.ports import Ports


def _ports(source: Any) -> Ports:
    return replace(context(filled()).ports, bank=source)


async def test_cards_that_ask_the_same_share_one_answer() -> None:
    source = filled()
    ports = Answers(_ports(source)).ports
    found = await asyncio.gather(*(ports.bank.accounts("c1") for _ in range(6)))
    assert source.asked == ["bank"]
    assert [len(one) for one in found] == [2] * 6


async def test_another_question_is_asked_again() -> None:
    source = filled()
    ports = Answers(_ports(source)).ports
    await asyncio.gather(ports.bank.dues("c1", 7), ports.bank.dues("c1", 30))
    assert source.asked == ["bank", "bank"]


async def test_a_card_that_changes_its_answer_changes_nobody_elses() -> None:
    ports = Answers(_ports(filled())).ports
    (await ports.bank.accounts("c1")).clear()
    assert len(await ports.bank.accounts("c1")) == 2


async def test_a_failure_is_shared_too() -> None:
    source = FakeSource(is_down=True)
    ports = Answers(_ports(source)).ports
    for _ in range(2):
        with pytest.raises(SourceDown):
            await ports.bank.accounts("c1")
    assert source.asked == ["bank"]


async def test_a_card_that_gives_up_takes_nothing_from_the_others() -> None:
    asked = asyncio.Event()

    class Slow(FakeSource):
        async def accounts(self, customer_id: str) -> Any:
            await asked.wait()
            return await super().accounts(customer_id)

    answers = Answers(_ports(Slow(account_list=filled().account_list)))
    hasty = asyncio.ensure_future(answers.ports.bank.accounts("c1"))
    patient = asyncio.ensure_future(answers.ports.bank.accounts("c1"))
    await asyncio.sleep(0)
    hasty.cancel()
    asked.set()
    assert len(await patient) == 2
