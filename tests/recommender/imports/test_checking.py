"""Checking files: every wrong line is named by its number and column."""

from pathlib import Path

import pytest

from recommender.imports.checking import Check
from recommender.imports.model import Checked, FileKind, LineError
from recommender.imports.shapes import SHAPES
from recommender.imports.sources.base import Given
from recommender.imports.sources.csv import Csv
from recommender.imports.staging import staged
from tests.support.arrange import NOW

GOOD: dict[FileKind, str] = {
    "products": "product_id,title_en,grade,product_type\np9,Nine,2,fund\n",
    "contents": "content_id,title_en,products\na9,About,p1:0.5;p2\n",
    "customers": "customer_id,segment,held,maturities\nc9,mass,p1;p2,p1:500:2026-07-01\n",
    "events": "customer_id,kind,item_id,action,at\nc9,product,p1,click,2026-06-01T08:00:00Z\n",
}
KNOWN = {("product", "p1"), ("product", "p2"), ("content", "a1")}


def _check(tmp_path: Path, **texts: str | bytes) -> Checked:
    files = {}
    for kind, text in texts.items():
        files[kind] = tmp_path / f"{kind}.csv"
        files[kind].write_bytes(text.encode() if isinstance(text, str) else text)
    return Check(set(KNOWN), NOW, tmp_path, lambda *_: None).run(Csv(Given(files)))


def _only(checked: Checked) -> LineError:
    assert len(checked.errors) == 1
    return checked.errors[0]


def test_good_files_are_staged_whole(tmp_path: Path) -> None:
    checked = _check(tmp_path, **GOOD)
    assert checked.errors == ()
    assert checked.rows == dict.fromkeys(GOOD, 1)
    assert "0.5" in staged(tmp_path, "contents").read_text()


def test_a_byte_order_mark_and_quoted_cells_are_read(tmp_path: Path) -> None:
    text = '\ufeffproduct_id,title_zh_hans,grade,product_type\r\np9,"稳健, 一年",2,fund\r\n'
    checked = _check(tmp_path, products=text)
    assert checked.errors == ()
    assert "稳健, 一年" in staged(tmp_path, "products").read_text()


@pytest.mark.parametrize(
    ("kind", "text", "line", "column"),
    [
        ("customers", "customer_id,name\nc1,x\n", 1, "name"),
        ("customers", "segment\nmass\n", 1, "customer_id"),
        ("customers", "customer_id,region,region\nc1,a,b\n", 1, "region"),
        ("customers", "", 1, "customer_id"),
        ("customers", "customer_id,capacity\nc1,3\nc2,6\n", 3, "capacity"),
        ("customers", "customer_id\nc1\nc2\nc1\n", 4, "customer_id"),
        ("customers", "customer_id\nc 1\n", 2, "customer_id"),
        ("customers", "customer_id,maturities\nc1,p1:x:2026-07-01\n", 2, "maturities"),
        ("customers", "customer_id,maturities\nc1,p1:5\n", 2, "maturities"),
        ("customers", "customer_id,segment\nc1\n", 2, None),
        ("customers", '"customer_id",region\n"c1","a\nb"\nc2,"x"y\n', 4, None),
        ("products", "product_id,title_en,grade,product_type\np9,,2,fund\n", 2, "titles"),
        ("contents", "content_id,title_en,products\na9,x,p1;nothing\n", 2, "products"),
        ("events", GOOD["events"] + "c9,product,px,click,2026-06-01T08:00:00Z\n", 3, None),
        ("events", GOOD["events"] + "c9,product,p1,click,2026-06-01T08:00:00\n", 3, "at"),
        ("events", GOOD["events"] + "c9,product,p1,click,2026-07-01T08:00:00Z\n", 3, None),
        ("events", GOOD["events"] + "c9,product,p1,wink,2026-06-01T08:00:00Z\n", 3, "action"),
    ],
)
def test_what_is_wrong_is_named_by_line_and_column(
    tmp_path: Path, kind: str, text: str, line: int, column: str | None
) -> None:
    error = _only(_check(tmp_path, **{kind: text}))
    assert (error.file, error.line, error.column) == (kind, line, column)


def test_bytes_that_are_not_utf_8_are_named(tmp_path: Path) -> None:
    error = _only(_check(tmp_path, customers="customer_id,region\nc1,上海\n".encode("gbk")))
    assert (error.line, "UTF-8" in error.error) == (2, True)


def test_every_wrong_line_is_named_up_to_a_hundred(tmp_path: Path) -> None:
    lines = ["c1,9", "c2,3", "c3,x"]
    checked = _check(tmp_path, customers="customer_id,capacity\n" + "\n".join(lines))
    assert [one.line for one in checked.errors] == [2, 4]
    many = "\n".join(f"c{n},9" for n in range(500))
    assert len(_check(tmp_path, customers=f"customer_id,capacity\n{many}").errors) == 100


def test_events_may_name_items_of_the_same_import(tmp_path: Path) -> None:
    events = "customer_id,kind,item_id,action,at\nc9,product,p9,click,2026-06-01T08:00:00Z\n"
    assert _check(tmp_path, events=events, products=GOOD["products"]).errors == ()
    assert len(_check(tmp_path, events=events).errors) == 1


def test_past_events_have_no_age_limit_and_amounts_are_read(tmp_path: Path) -> None:
    text = (
        "event_id,customer_id,kind,item_id,action,at,value,currency\n"
        "e1,c9,product,p1,buy,2019-06-01T08:00:00+08:00,12345,CNY\n"
    )
    assert _check(tmp_path, events=text).errors == ()
    assert '"minor":12345' in staged(tmp_path, "events").read_text()


def test_events_without_ids_get_the_same_ones_each_time_and_differ_when_repeated(
    tmp_path: Path,
) -> None:
    text = GOOD["events"] + GOOD["events"].splitlines()[1] + "\n"
    _check(tmp_path, events=text)
    first = staged(tmp_path, "events").read_text()
    _check(tmp_path, events=text)
    assert staged(tmp_path, "events").read_text() == first
    ids = [line.split("\t")[0] for line in first.splitlines()]
    assert len(set(ids)) == 2


def test_every_shape_names_its_id_and_what_it_needs() -> None:
    for kind, shape in SHAPES.items():
        assert shape.required <= shape.columns
        assert shape.key in shape.columns
        assert "attributes" not in shape.columns
        assert (shape.key in shape.required) == (kind != "events")
