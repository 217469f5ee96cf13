"""JSON Lines: of one kind or of several, every wrong line named once."""

from pathlib import Path

import pytest

from recommender.imports.model import FileKind
from recommender.imports.sources.base import Given
from recommender.imports.sources.jsonl import JsonLines
from tests.recommender.imports.sources.checks import check, errors, staged_rows

EVENT = '"kind":"product","item_id":"p1","action":"click","at":"2026-06-01T08:00:00Z"'
MIXED = (
    f'{{"type":"event","event_id":"e1","customer_id":"c9",{EVENT}}}\n'
    "\n"
    '{"type":"customer","customer_id":"c9","capacity":3,"consents":["personalisation"]}\n'
    '{"type":"content","content_id":"a9","titles":{"en":"About"},"products":[{"id":"p9"}]}\n'
    '{"type":"product","product_id":"p9","titles":{"en":"Nine"},"grade":2,"product_type":"fund"}\n'
)


def _source(folder: Path, text: str | bytes, into: FileKind | None = None) -> JsonLines:
    path = folder / "rows.jsonl"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return JsonLines(Given({"": path}, into))


def test_kinds_may_come_in_any_order(tmp_path: Path) -> None:
    checked = check(_source(tmp_path, MIXED), tmp_path)
    assert checked.errors == ()
    assert checked.rows == {"products": 1, "contents": 1, "customers": 1, "events": 1}
    assert checked.consents == 1
    assert staged_rows(tmp_path, "customers")["c9"]["consents"] == ["personalisation"]


def test_one_kind_needs_no_type(tmp_path: Path) -> None:
    text = f'{{"customer_id":"c9",{EVENT}}}\n{{"type":"event","customer_id":"c8",{EVENT}}}\n'
    checked = check(_source(tmp_path, text, "events"), tmp_path)
    assert (checked.errors, checked.rows) == ((), {"events": 2})


@pytest.mark.parametrize(
    ("text", "into", "column"),
    [
        ('{"customer_id":"c9"}', None, "type"),
        ('{"type":"wish","customer_id":"c9"}', None, "type"),
        ('{"type":["event"]}', None, "type"),
        ('{"type":"product","customer_id":"c9"}', "customers", "type"),
        ("[1]", "customers", None),
        ("{", "customers", None),
        ("[" * 100_000, "customers", None),
        (b'{"customer_id":"\xff"}', "customers", None),
        ('{"customer_id":"c 9"}', "customers", "customer_id"),
        ('{"customer_id":"c9","region":"\\ud800"}', "customers", "region"),
        (f'{{"customer_id":"\\ud800",{EVENT}}}', "events", "customer_id"),
        ('{"customer_id":"c9","capacity":' + "9" * 5000 + "}", "customers", None),
        ('{"customer_id":7,"capacity":"x"}', "customers", "capacity"),
        ('{"customer_id":"c9","shoe_size":4}', "customers", "shoe_size"),
        ('{"customer_id":"c9","consents":["everything"]}', "customers", "consents"),
    ],
)
def test_what_is_wrong_is_named_once(
    tmp_path: Path, text: str | bytes, into: FileKind | None, column: str | None
) -> None:
    found = errors(check(_source(tmp_path, text, into), tmp_path))
    assert [(line, field) for _, line, field in found] == [(1, column)]


def test_events_without_ids_get_the_same_ones_each_time(tmp_path: Path) -> None:
    text = f'{{"customer_id":"c9",{EVENT}}}\n' * 2
    seen = []
    for _ in range(2):
        assert check(_source(tmp_path, text, "events"), tmp_path).errors == ()
        seen.append(list(staged_rows(tmp_path, "events")))
    assert seen[0] == seen[1]
    assert len(set(seen[0])) == 2
