"""Records and the inputs that they share, as small bytes and back."""

import hashlib
import json
import re
import zlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any, overload

import orjson

from recommender.answer import Part
from recommender.catalogue.model import CatalogueItem, Link
from recommender.dataset import ItemKey
from recommender.decisions.model import Record
from recommender.explanation import Drawn, Line, ranked_of
from recommender.sieve import LETTERS, Split

LEVEL = 6
QUICKLY, WINDOW_BITS, MEMORY = 3, 13, 6
"""How zlib packs a record of 6 KB: two fifths of the time of its defaults, most of which goes into
clearing tables for much longer texts, and 7 % more bytes."""

TAIL = 10
"""Hex digits of an event's id in a record: 40 random bits tell a customer's events apart."""


def pack(told: Mapping[str, Any], lines: Sequence[Line]) -> bytes:
    """Return a decision as compressed JSON, without what reading adds (texts, shares)."""
    body = {**told, "items": [_stored(one) for one in lines]}
    packer = zlib.compressobj(QUICKLY, zlib.DEFLATED, WINDOW_BITS, MEMORY)
    return packer.compress(orjson.dumps(body)) + packer.flush()


def unpack(body: bytes) -> Record:
    """Return the record of packed bytes."""
    stored = json.loads(zlib.decompress(body))
    items = [ranked_of(_line(one)) for one in stored.pop("items")]
    return Record(**stored, items=tuple(items))


class PackedLines(Sequence[Line]):
    """The list of packed bytes, unpacked when it is first looked at."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    @cached_property
    def _lines(self) -> tuple[Line, ...]:
        stored = orjson.loads(zlib.decompress(self._body))
        return tuple(_line(one) for one in stored["items"])

    @overload
    def __getitem__(self, index: int) -> Line: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Line, ...]: ...

    def __getitem__(self, index: int | slice) -> Line | tuple[Line, ...]:
        return self._lines[index]

    def __len__(self) -> int:
        return len(self._lines)


def _stored(line: Line) -> dict[str, Any]:
    stored: dict[str, Any] = {
        "kind": line.key.kind,
        "id": line.key.id,
        "score": line.score,
        "reasons": [[*one[:4], [tuple(one.source)] if one.source else []] for one in line.drawn],
    }
    if line.placed != "rank":
        stored["placed"] = line.placed
    if line.propensity != 1.0:
        stored["propensity"] = line.propensity
    return stored


def _line(stored: Mapping[str, Any]) -> Line:
    return Line(
        ItemKey(stored["kind"], stored["id"]),
        stored["score"],
        [_drawn(*one) for one in stored["reasons"]],
        stored.get("placed", "rank"),
        stored.get("propensity", 1.0),
    )


def _drawn(
    code: str, part: Part, value: float, params: dict[str, Any], evidence: list[list[str]]
) -> Drawn:
    return Drawn(code, part, value, params, ItemKey(*evidence[0]) if evidence else None)


def own_letters(split: Split) -> str:
    """Return what a split withholds beside what is shared: `12b340a` for two positions."""
    return "".join(f"{at}{LETTERS[code]}" for at, code in sorted(split.own.items()))


def completed(record: Record, shared: bytes) -> Record:
    """Return a record with all of its letters, given those that it shares with others."""
    letters = bytearray(zlib.decompress(shared))
    for position, letter in re.findall(r"(\d+)(\D)", record.withheld):
        letters[int(position)] = ord(letter)
    return record.model_copy(update={"withheld": letters.decode(), "base": None})


def withheld_of(record: Record, keys: Sequence[ItemKey]) -> dict[ItemKey, str]:
    """Return what a completed record withheld, and why."""
    pairs = zip(keys, record.withheld, strict=True)
    return {key: record.masks[LETTERS.index(one) - 1] for key, one in pairs if one != LETTERS[0]}


def pack_items(items: Sequence[CatalogueItem]) -> bytes:
    """Return what decisions need of a catalogue, in its order."""
    return zlib.compress(_json([_columns(one) for one in items]), LEVEL)


def unpack_items(body: bytes) -> list[CatalogueItem]:
    """Return the items of a packed catalogue."""
    return [_item(one) for one in json.loads(zlib.decompress(body))]


def pack_counts(counts: Mapping[ItemKey, int]) -> bytes:
    """Return a popularity count."""
    return zlib.compress(_json(sorted([*key, count] for key, count in counts.items())), LEVEL)


def unpack_counts(body: bytes) -> dict[ItemKey, int]:
    """Return the count of packed bytes."""
    return {ItemKey(kind, id_): n for kind, id_, n in json.loads(zlib.decompress(body))}


def name_of(body: bytes) -> str:
    """Return the name of stored bytes: 32 hex digits of their hash."""
    return hashlib.blake2b(body, digest_size=16).hexdigest()


NEEDED = ("purpose", "segments", "complex", "not_for")
"""Attributes that masks read."""

PLAIN = (
    "kind",
    "id",
    "grade",
    "state",
    "single_hold",
    "private",
    "min_age",
    "max_age",
    "product_type",
)


def _columns(item: CatalogueItem) -> dict[str, Any]:
    known = {name: getattr(item, name) for name in PLAIN}
    known |= {
        "titles": dict(item.titles),
        "topics": item.topics,
        "from": item.available_from.isoformat(),
        "until": item.available_until.isoformat() if item.available_until else None,
        **{name: item.attributes.get(name) for name in NEEDED},
        "links": [[tie.product_id, tie.weight] for tie in item.links],
    }
    return {name: value for name, value in known.items() if value not in (None, False, "", [], ())}


def _item(stored: dict[str, Any]) -> CatalogueItem:
    until = stored.pop("until", None)
    attributes = {name: stored.pop(name) for name in NEEDED if name in stored}
    links = tuple(Link(product, weight) for product, weight in stored.pop("links", ()))
    return CatalogueItem(
        available_from=datetime.fromisoformat(stored.pop("from")),
        available_until=datetime.fromisoformat(until) if until else None,
        attributes=attributes,
        links=links,
        topics=tuple(stored.pop("topics", ())),
        **stored,
    )


def _json(value: Any) -> bytes:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()
