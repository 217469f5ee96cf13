"""A customer's list as bytes: what it was made of, positions in a catalogue, half-width scores."""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from recommender.errors import RecommenderError

FORMAT = 1
KINDS = ("product", "content", "service")
"""The number of a kind is its place here: add at the end."""

HEAD = struct.Struct("<B16s16sB")
PART = struct.Struct("<BB")
POSITION, SCORE = np.dtype("<u4"), np.dtype("<f2")


class ListBroken(RecommenderError):
    """A packed list is of another format, cut short, or of another catalogue."""

    status = 503
    title = "The batch list cannot be read"


@dataclass(frozen=True, slots=True, eq=False)
class Listed:
    """The best items of one kind, best first.

    Attributes:
        positions: uint32 (n,), at most 255, on the catalogue's shelf.
        scores: float16 (n,), falling, in standard deviations of the scores.
    """

    positions: NDArray[np.uint32]
    scores: NDArray[np.float16]


Lists = Mapping[str, Listed]


@dataclass(frozen=True, slots=True, eq=False)
class BatchList:
    """What was made for one customer.

    Attributes:
        catalogue: Name of the catalogue that the positions count, 32 hex digits.
        lists: By kind.
    """

    model_id: str
    catalogue: str
    lists: Lists


def pack(made: BatchList) -> bytes:
    """Return 34 bytes of head, then 2 for each kind and 6 for each of its items."""
    model, catalogue = UUID(made.model_id).bytes, bytes.fromhex(made.catalogue)
    found = [HEAD.pack(FORMAT, model, catalogue, len(made.lists))]
    for kind, one in made.lists.items():
        found.append(PART.pack(KINDS.index(kind), len(one.positions)))
        found.append(one.positions.astype(POSITION).tobytes())
        found.append(one.scores.astype(SCORE).tobytes())
    return b"".join(found)


def unpack(body: bytes, catalogue: str) -> BatchList:
    """Read a list whose positions count the named catalogue.

    Raises:
        ListBroken: The bytes are of another format, cut short, or of another catalogue.
    """
    try:
        known, model, name, kinds = HEAD.unpack_from(body)
        if known != FORMAT:
            raise ListBroken("The list is of another version: run `companion batch` again.")
        if name.hex() != catalogue:
            raise ListBroken("The list is of another catalogue: run `companion batch` again.")
        return BatchList(str(UUID(bytes=model)), catalogue, _parts(body, kinds))
    except (struct.error, ValueError, IndexError) as error:
        raise ListBroken("The list is cut short: run `companion batch` again.") from error


def _parts(body: bytes, kinds: int) -> dict[str, Listed]:
    found, at = {}, HEAD.size
    for _ in range(kinds):
        kind, count = PART.unpack_from(body, at)
        scores_at = at + PART.size + count * POSITION.itemsize
        positions = np.frombuffer(body, POSITION, count, at + PART.size)
        found[KINDS[kind]] = Listed(positions, np.frombuffer(body, SCORE, count, scores_at))
        at = scores_at + count * SCORE.itemsize
    if at != len(body):
        raise ValueError("bytes left over")
    return found
