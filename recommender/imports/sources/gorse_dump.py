"""Gorse's binary dump: frames of protocol buffers in three streams, read as its exports are.

Source: gorse-io/gorse, master/rest.go (dump, readDump) and protocol/protocol.proto. A frame is
its length (int64, little endian) and a message; -1, -2 and -3 begin the streams of users, items
and feedback, 0 ends the dump.
"""

import json
import struct
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO

STREAMS = {-1: "users", -2: "items", -3: "feedback"}
LARGEST_FRAME = 16 * 1024 * 1024
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
VARINT, FIXED64, BYTES, FIXED32 = 0, 1, 2, 5
TEXT, TEXTS, FLAG, JSON_TEXT, NUMBER, TIME = "text", "texts", "flag", "json", "number", "time"
Field = tuple[str, str]

FIELDS: Mapping[str, Mapping[int, Field]] = {
    "users": {1: ("UserId", TEXT), 2: ("Labels", JSON_TEXT), 3: ("Comment", TEXT)},
    "items": {
        2: ("ItemId", TEXT),
        3: ("IsHidden", FLAG),
        4: ("Categories", TEXTS),
        5: ("Timestamp", TIME),
        6: ("Labels", JSON_TEXT),
        7: ("Comment", TEXT),
    },
    "feedback": {
        2: ("FeedbackType", TEXT),
        3: ("UserId", TEXT),
        4: ("ItemId", TEXT),
        5: ("Value", NUMBER),
        6: ("Timestamp", TIME),
        7: ("Comment", TEXT),
    },
}
"""Number of each field to its name in the exports, and how it is written."""


class BrokenDump(ValueError):
    """The bytes are no dump, or end too early."""


def is_dump(path: Path) -> bool:
    """Say whether a file begins like a dump."""
    with path.open("rb") as file:
        start = file.read(8)
    return len(start) == 8 and struct.unpack("<q", start)[0] in (0, *STREAMS)


def read_dump(path: Path, wanted: str) -> Iterator[dict[str, Any]]:
    """Yield the records of one stream.

    Raises:
        BrokenDump: The file is cut off or no dump.
    """
    stream = ""
    with path.open("rb") as file:
        while size := _size(file):
            if size < 0:
                stream = STREAMS.get(size, "")
                continue
            if not stream or size > LARGEST_FRAME:
                raise BrokenDump("A frame has no stream or an impossible length.")
            frame = _exactly(file, size)
            if stream == wanted:
                yield _record(frame, FIELDS[stream])


def _size(file: BinaryIO) -> int:
    size: int = struct.unpack("<q", _exactly(file, 8))[0]
    return size


def _exactly(file: BinaryIO, size: int) -> bytes:
    read = file.read(size)
    if len(read) < size:
        raise BrokenDump("The dump ends before it says so.")
    return read


def _record(frame: bytes, fields: Mapping[int, Field]) -> dict[str, Any]:
    record: dict[str, Any] = {}
    for number, value in _parts(frame):
        name, form = fields.get(number, ("", ""))
        if form == TEXTS:
            record.setdefault(name, []).append(_converted(TEXT, value))
        elif name:
            record[name] = _converted(form, value)
    return record


def _converted(form: str, value: Any) -> Any:
    try:
        return CONVERSIONS[form](value)
    except (ValueError, TypeError, AttributeError, OverflowError, struct.error) as error:
        raise BrokenDump("A field is not what it should be.") from error


def _time(value: bytes) -> str:
    """Return a Timestamp message (1 seconds, 2 nanoseconds) as text."""
    parts = dict(_parts(value))
    seconds = parts.get(1, 0)
    # A varint holds negative numbers as if they had no sign.
    signed = seconds - (1 << 64) if seconds >= 1 << 63 else seconds
    return (EPOCH + timedelta(seconds=signed, microseconds=parts.get(2, 0) // 1000)).isoformat()


CONVERSIONS: Mapping[str, Any] = {
    TEXT: lambda value: value.decode(),
    FLAG: bool,
    JSON_TEXT: lambda value: json.loads(value) if value else None,
    NUMBER: lambda value: struct.unpack("<d", value)[0],
    TIME: _time,
}


def _parts(message: bytes) -> Iterator[tuple[int, Any]]:
    """Yield field numbers and raw values of a message."""
    at = 0
    while at < len(message):
        tag, at = _varint(message, at)
        number, wire = tag >> 3, tag & 7
        if wire == VARINT:
            value, at = _varint(message, at)
            yield number, value
            continue
        length = {FIXED64: 8, FIXED32: 4}.get(wire)
        if wire == BYTES:
            length, at = _varint(message, at)
        if length is None or at + length > len(message):
            raise BrokenDump("A field is longer than its record.")
        yield number, message[at : at + length]
        at += length


def _varint(message: bytes, at: int) -> tuple[int, int]:
    value = 0
    for shift in range(0, 70, 7):
        if at >= len(message):
            break
        byte = message[at]
        value, at = value | (byte & 0x7F) << shift, at + 1
        if byte < 0x80:
            return value, at
    raise BrokenDump("A number does not end.")
