"""Gorse: its exports and its dump say the same, feedback becomes events by a mapping."""

import json
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from recommender.errors import Invalid
from recommender.imports.sources.base import Given
from recommender.imports.sources.gorse import UNDATED, Gorse
from tests.recommender.imports.sources.checks import check, errors, staged_rows

USERS = [{"UserId": "u1", "Labels": {"gender": "female"}, "Comment": ""}, {"UserId": "u2"}]
ITEMS = [
    {
        "ItemId": "i1",
        "IsHidden": False,
        "Categories": ["funds"],
        "Timestamp": "2020-01-01T01:01:01.123456789Z",
        "Labels": {"genre": ["bonds", "funds"], "grade": 2},
        "Comment": "Steady income",
    },
    {
        "ItemId": "i2",
        "IsHidden": True,
        "Categories": None,
        "Timestamp": "2021-01-01 01:01:01.000000001 +0800 CST",
        "Labels": None,
        "Comment": "",
    },
]
FEEDBACK = [
    {
        "FeedbackType": "read",
        "UserId": "u1",
        "ItemId": "i1",
        "Value": 1.0,
        "Timestamp": "2022-02-02T02:02:02Z",
    },
    {
        "FeedbackType": "star",
        "UserId": "u2",
        "ItemId": "i1",
        "Timestamp": "0001-01-01T00:00:00Z",
    },
]
Rows = list[dict[str, Any]]


def _exports(folder: Path, **parts: Rows) -> Path:
    for name, rows in parts.items():
        (folder / f"{name}.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    return folder


def _all(folder: Path) -> Path:
    return _exports(folder, users=USERS, items=ITEMS, feedback=FEEDBACK)


def _gorse(path: Path, **options: Any) -> Gorse:
    return Gorse(Given({"": path}, **options))


def test_users_items_and_feedback_arrive(tmp_path: Path) -> None:
    checked = check(_gorse(_all(tmp_path)), tmp_path)
    assert checked.errors == ()
    assert checked.rows == {"contents": 2, "customers": 2, "events": 2}
    events = list(staged_rows(tmp_path, "events").values())
    assert [(one["customer_id"], one["item_id"], one["action"]) for one in events] == [
        ("u1", "i1", "view"),
        ("u2", "i1", "like"),
    ]
    assert [one["channel"] for one in events] == ["gorse", UNDATED]


def test_an_item_keeps_title_topics_and_date(tmp_path: Path) -> None:
    check(_gorse(_all(tmp_path)), tmp_path)
    items = staged_rows(tmp_path, "contents")
    assert items["i1"]["titles"] == {"en": "Steady income"}
    assert items["i1"]["topics"] == ["funds", "bonds"]
    assert items["i1"]["available_from"] == "2020-01-01T01:01:01.123456Z"
    assert items["i2"]["titles"] == {"en": "i2"}
    assert items["i2"]["available_from"] == "2020-12-31T17:01:01Z"


def test_hidden_content_has_ended_and_a_hidden_product_is_closed(tmp_path: Path) -> None:
    check(_gorse(_all(tmp_path)), tmp_path)
    contents = staged_rows(tmp_path, "contents")
    assert contents["i1"]["available_until"] is None
    assert contents["i2"]["available_until"] == "2020-12-31T17:01:02Z"
    check(_gorse(tmp_path, into="products"), tmp_path)
    products = staged_rows(tmp_path, "products")
    assert [products[one]["state"] for one in ("i1", "i2")] == ["open", "closed"]


def test_a_product_without_a_grade_counts_as_the_riskiest(tmp_path: Path) -> None:
    check(_gorse(_all(tmp_path), into="products"), tmp_path)
    products = staged_rows(tmp_path, "products")
    assert [products[one]["grade"] for one in ("i1", "i2")] == [2, 5]


def test_feedback_that_no_action_stands_for_is_named(tmp_path: Path) -> None:
    odd = FEEDBACK[0] | {"FeedbackType": "hum"}
    _exports(tmp_path, items=ITEMS, feedback=[FEEDBACK[0], odd])
    checked = check(_gorse(tmp_path), tmp_path)
    assert errors(checked) == [("feedback", 2, "FeedbackType")]
    assert "--action hum=like" in checked.errors[0].error


def test_actions_are_mapped_and_skipped_as_told(tmp_path: Path) -> None:
    odd = FEEDBACK[0] | {"FeedbackType": "hum"}
    _exports(tmp_path, items=ITEMS, feedback=[*FEEDBACK, odd])
    checked = check(_gorse(tmp_path, actions={"hum": "share", "star": "skip"}), tmp_path)
    assert (checked.errors, checked.left_out) == ((), {"star": 1})
    actions = [one["action"] for one in staged_rows(tmp_path, "events").values()]
    assert actions == ["view", "share"]
    with pytest.raises(Invalid, match="wink"):
        _gorse(tmp_path, actions={"hum": "wink"})


def test_the_same_feedback_has_the_same_id(tmp_path: Path) -> None:
    _all(tmp_path)
    check(_gorse(tmp_path), tmp_path)
    first = list(staged_rows(tmp_path, "events"))
    check(_gorse(tmp_path), tmp_path)
    assert list(staged_rows(tmp_path, "events")) == first


@pytest.mark.parametrize(
    ("part", "row"),
    [
        ("users", {"Name": "u1"}),
        ("users", {"UserId": "u 1"}),
        ("items", {"ItemId": "i1", "Timestamp": "yesterday"}),
        ("items", {"ItemId": "i1", "Comment": 7}),
        ("items", {"ItemId": "i1", "Timestamp": "9999-12-31T23:59:59-14:00"}),
        ("items", {"ItemId": "i1", "IsHidden": True, "Timestamp": "9999-12-31T23:59:59.5Z"}),
        ("items", {"ItemId": "\ud800"}),
        ("feedback", {"FeedbackType": "read", "UserId": "u1", "ItemId": "unknown"}),
        ("feedback", {"FeedbackType": "read", "UserId": "u1"}),
    ],
)
def test_a_wrong_record_is_named_by_file_and_line(
    tmp_path: Path, part: str, row: dict[str, Any]
) -> None:
    _exports(tmp_path, **{part: [row]})
    assert [(file, line) for file, line, _ in errors(check(_gorse(tmp_path), tmp_path))] == [
        (part, 1)
    ]


def test_lines_that_are_no_objects_are_named(tmp_path: Path) -> None:
    (tmp_path / "users.jsonl").write_text('{"UserId": "u1"}\n[]\n{"UserId"\n')
    found = errors(check(_gorse(tmp_path), tmp_path))
    assert [line for _, line, _ in found] == [2, 3]


# A dump, written as Gorse writes it: protocol buffers in frames.


def _varint(value: int) -> bytes:
    out = b""
    while value > 127:
        out, value = out + bytes([value & 127 | 128]), value >> 7
    return out + bytes([value])


def _bytes(number: int, value: bytes) -> bytes:
    return _varint(number << 3 | 2) + _varint(len(value)) + value


def _stamp(number: int, seconds: int, nanos: int = 0) -> bytes:
    parts = _varint(1 << 3) + _varint(seconds % 2**64) + _varint(2 << 3) + _varint(nanos)
    return _bytes(number, parts)


def _frame(message: bytes) -> bytes:
    return struct.pack("<q", len(message)) + message


def _dump(streams: Mapping[int, list[bytes]]) -> bytes:
    parts = [
        struct.pack("<q", stream) + b"".join(map(_frame, messages))
        for stream, messages in streams.items()
    ]
    return b"".join(parts) + struct.pack("<q", 0) + b'{"Users":1}'


DUMP = {
    -1: [_bytes(1, b"u1") + _bytes(2, b'{"gender":"female"}'), _bytes(1, b"u2")],
    -2: [
        _bytes(2, b"i1")
        + _varint(3 << 3)
        + _varint(0)
        + _bytes(4, b"funds")
        + _bytes(4, b"cash")
        + _stamp(5, 1_577_840_461, 123_456_789)
        + _bytes(6, b'{"grade":2}')
        + _bytes(7, "稳健".encode())
    ],
    -3: [
        _bytes(2, b"read")
        + _bytes(3, b"u1")
        + _bytes(4, b"i1")
        + _varint(5 << 3 | 1)
        + struct.pack("<d", 1.0)
        + _stamp(6, 1_643_767_322),
        _bytes(2, b"star") + _bytes(3, b"u2") + _bytes(4, b"i1") + _stamp(6, -62_135_596_800),
    ],
}


def test_a_dump_says_what_the_exports_say(tmp_path: Path) -> None:
    path = tmp_path / "dump.bin"
    path.write_bytes(_dump(DUMP))
    checked = check(_gorse(path), tmp_path)
    assert checked.errors == ()
    assert checked.rows == {"contents": 1, "customers": 2, "events": 2}
    item = staged_rows(tmp_path, "contents")["i1"]
    assert (item["titles"], item["topics"]) == ({"en": "稳健"}, ["funds", "cash"])
    assert item["available_from"] == "2020-01-01T01:01:01.123456Z"
    events = list(staged_rows(tmp_path, "events").values())
    assert [(one["action"], one["channel"]) for one in events] == [
        ("view", "gorse"),
        ("like", UNDATED),
    ]
    assert events[0]["at"] == "2022-02-02T02:02:02Z"


def test_a_dump_that_was_cut_off_is_refused_wherever_the_cut_is(tmp_path: Path) -> None:
    whole = _dump(DUMP).partition(b'{"Users"')[0]
    path = tmp_path / "dump.bin"
    for end in range(9, len(whole) - 1, 7):
        path.write_bytes(whole[:end])
        assert check(_gorse(path), tmp_path).errors, end


def test_a_file_that_is_no_dump_and_an_empty_folder_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "dump.bin"
    path.write_bytes(b"PK\x03\x04 not a dump at all")
    for wrong in (path, tmp_path):
        with pytest.raises(Invalid):
            _gorse(wrong)
    with pytest.raises(Invalid, match="contents or products"):
        _gorse(_all(tmp_path), into="events")
