"""A decision on its way to another process and back: what many of them share is sent once."""

import io
import pickle
import struct
from collections import deque
from collections.abc import Callable, Mapping
from itertools import count
from typing import Any, NamedTuple
from weakref import finalize

from recommender.decide import Decided, Inputs, decide
from recommender.decisions.pack import PackedLines
from recommender.decisions.record import Draft, Named, record_of
from recommender.decisions.reply import reply_of
from recommender.linking import Links
from recommender.ranking import Counts
from recommender.rules.model import Ruling
from recommender.scoring import Scorer
from recommender.shelf import Shelf
from recommender.sieve import Common, Split

SHARED = (Shelf, Links, Scorer, Counts, Common, Ruling)
"""What many decisions share: large, never changed, and known to the other process by a number."""

ROW = (
    "customer_id",
    "scenario",
    "personalised",
    "trial",
    "arm",
    "catalogue_version",
    "model_id",
)
"""What a stored decision says beside its packed body."""


class Task(NamedTuple):
    """A decision to be made: its inputs without masks, for `split` is what they said."""

    inputs: Inputs
    split: Split
    named: Named
    whole: Shelf
    language: str

    def done(self) -> "Outcome":
        """Decide, write the record and the answer."""
        decided = decide(self.inputs, self.split)
        record = record_of(self.inputs, decided, self.named)
        reply = reply_of(record.id, decided, self.whole.titled, self.language)
        told = {name: record.told[name] for name in ROW if name in record.told}
        return Outcome(record.id, told, record.body, decided.model, reply)


class Outcome(NamedTuple):
    """A decision that was made.

    Attributes:
        told: Of the record what its row says.
        body: The packed record.
        reply: The answer as JSON in the language that was asked for.
    """

    id: str
    told: Mapping[str, Any]
    body: bytes
    model: str
    reply: bytes

    def decided(self, task: Task) -> Decided:
        """Return the decision as if it had been made here."""
        lines = PackedLines(self.body)
        return Decided(task.split, lines, self.model, task.inputs.personalised)

    def draft(self, task: Task) -> Draft:
        """Return the record as if it had been written here."""
        return Draft(self.id, task.inputs.now, self.told, PackedLines(self.body), self.body)


class Share(NamedTuple):
    """Something shared, with the number by which tasks name it from now on."""

    number: int
    value: object


class Drop(NamedTuple):
    """A number that no task names any more."""

    number: int


Message = Task | Share | Drop


class Sender:
    """One end of the way to a process: knows what that process has been given."""

    def __init__(self) -> None:
        self._numbers: dict[int, int] = {}
        self._count = count()
        self._gone: deque[int] = deque()

    def pack(self, task: Task) -> tuple[bytes, list[object]]:
        """Return a task as bytes, and what it names that was not shared yet: then send it not."""
        missing: list[object] = []

        def name(value: object) -> tuple[Callable[[int], object], tuple[int]]:
            number = self._numbers.get(id(value), -1)
            if number < 0:
                missing.append(value)
            return recall, (number,)

        stream = io.BytesIO()
        pickler = pickle.Pickler(stream, pickle.HIGHEST_PROTOCOL)
        pickler.dispatch_table = dict.fromkeys(SHARED, name)
        pickler.dump(task)
        return stream.getvalue(), missing

    def number(self) -> int:
        """Return a number for the next thing that is shared."""
        return next(self._count)

    def shared(self, value: object, number: int) -> None:
        """Note that a thing was sent; it is dropped there when it is gone here."""
        self._numbers[id(value)] = number
        finalize(value, self._forget, id(value)).atexit = False

    def dropped(self) -> list[bytes]:
        """Return the messages that drop what is gone here since the last call."""
        return [packed(Drop(self._gone.popleft())) for _ in range(len(self._gone))]

    def _forget(self, identity: int) -> None:
        self._gone.append(self._numbers.pop(identity))


_known: dict[int, object] = {}
"""What this process was given, if it is one that decides for another."""


def recall(number: int) -> object:
    """Return what was shared under a number: so a task names it."""
    return _known[number]


def keep(message: "Share | Drop") -> None:
    """Take or leave something shared."""
    if isinstance(message, Share):
        _known[message.number] = message.value
    else:
        _known.pop(message.number, None)


def packed(message: Message | Outcome | None) -> bytes:
    """Return a message as bytes, with everything that it names."""
    return pickle.dumps(message, pickle.HIGHEST_PROTOCOL)


def unpacked(body: bytes) -> Any:
    """Return the message of bytes that our own parent or child wrote; of nobody else's."""
    return pickle.loads(body)  # noqa: S301  # A private pipe between two processes of ours.


HEAD = struct.Struct("!I")
"""What stands before each message on the pipe: its length."""


def framed(body: bytes) -> bytes:
    """Return a message as it is sent."""
    return HEAD.pack(len(body)) + body
