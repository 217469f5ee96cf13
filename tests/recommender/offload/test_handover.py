"""A decision goes to another process and comes back as if it had been made here."""

import pickle
from dataclasses import replace

import pytest

from recommender.decide import decide, split_of
from recommender.decisions.pack import PackedLines
from recommender.decisions.record import record_of
from recommender.decisions.reply import answer_of
from recommender.offload.handover import (
    Drop,
    Outcome,
    Sender,
    Share,
    Task,
    keep,
    packed,
    unpacked,
)
from recommender.shelf import Shelf
from tests.support.engine import a_deed, a_read, inputs, items

NAMED = {
    "scenario": "home",
    "model_id": "m1",
    "trial": "t1",
    "arm": "b",
    "rules": "cn-1@0",
    "catalogue": "hash",
    "catalogue_version": 3,
    "popularity": "other",
    "events": [],
    "dismissed": [("product", "p01")],
}
KINDS = ("product", "content")


@pytest.fixture
def task() -> Task:
    """Give the task of a customer with a past."""
    given = inputs(kinds=KINDS, events=(a_read("a07"), a_deed("p02")))
    split = split_of(given)
    return Task(replace(given, masks=()), split, NAMED, Shelf(items()), "en")


@pytest.fixture
def sender(task: Task) -> Sender:
    """Give a sender that has shared what the task names."""
    made = Sender()
    give(made, task)
    return made


def give(sender: Sender, task: Task) -> int:
    _, missing = sender.pack(task)
    for value in missing:
        number = sender.number()
        keep(unpacked(packed(Share(number, value))))
        sender.shared(value, number)
    return len(missing)


def carried(task: Task, sender: Sender) -> Outcome:
    body, missing = sender.pack(task)
    assert not missing
    outcome: Outcome = unpacked(packed(unpacked(body).done()))
    return outcome


def test_what_comes_back_is_what_would_have_been_decided_here(task: Task, sender: Sender) -> None:
    here, there = decide(task.inputs, task.split), carried(task, sender).decided(task)
    assert tuple(there.lines) == tuple(here.lines)
    assert (there.model, there.is_personal) == (here.model, here.is_personal)


def test_the_record_is_the_one_that_would_have_been_written_here(
    task: Task, sender: Sender
) -> None:
    here = record_of(task.inputs, decide(task.inputs, task.split), NAMED)
    there = carried(task, sender).draft(task)
    assert there.record.model_copy(update={"id": here.id}) == here.record
    assert (there.at, there.model_id) == (here.at, here.model_id)


def test_the_answer_is_written_in_the_language_that_was_asked_for(
    task: Task, sender: Sender
) -> None:
    outcome = carried(task._replace(language="zh-Hans"), sender)
    decided = outcome.decided(task)
    answer = answer_of(outcome.id, decided, task.whole.titled, "zh-Hans")
    assert type(answer).model_validate_json(outcome.reply) == answer


def test_what_many_decisions_share_is_sent_once(task: Task) -> None:
    sender = Sender()
    first, again = give(sender, task), give(sender, task)
    assert (first > 2, again) == (True, 0)


def test_a_task_is_small_beside_what_it_shares(task: Task, sender: Sender) -> None:
    body, _ = sender.pack(task)
    assert len(body) < len(pickle.dumps(task)) / 4


def test_what_is_gone_here_is_dropped_there(task: Task) -> None:
    sender = Sender()
    give(sender, task._replace(whole=Shelf(items())))
    drops = [unpacked(one) for one in sender.dropped()]
    assert len(drops) == 1
    assert isinstance(drops[0], Drop)
    assert sender.dropped() == []


def test_another_catalogue_is_shared_anew(task: Task, sender: Sender) -> None:
    other = Shelf(items())
    _, missing = sender.pack(task._replace(whole=other))
    assert missing == [other]


def test_a_packed_list_reads_like_the_list(task: Task) -> None:
    decided = decide(task.inputs, task.split)
    lines = PackedLines(record_of(task.inputs, decided, NAMED).body)
    assert lines[0] == decided.lines[0]
    assert lines[:2] == tuple(decided.lines[:2])
    assert len(lines) == len(decided.lines)
