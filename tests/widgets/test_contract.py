"""What every widget kind promises; a new kind is picked up by itself."""

import json
import re
from pathlib import Path

import pytest
import reflex as rx

from dashboard import widget_docs
from recommender.language import LANGUAGES, catalogue
from tests.widgets.fakes import FakeSource, context, filled
from widgets import face, kinds
from widgets.registry import catalogue as widgets
from widgets.tile import Tile, load, tile_body

KINDS = sorted(widgets())
MOST_BYTES = 20_000


@pytest.fixture(params=KINDS)
def widget(request):
    return widgets()[request.param]


def test_every_file_is_one_registered_kind_of_that_name():
    files = {path.stem for path in Path(kinds.__file__).parent.glob("*.py")} - {"__init__"}
    assert files == set(KINDS)


def test_every_kind_has_a_test_of_its_own():
    folder = Path(__file__).parent / "kinds"
    assert {f"test_{kind}.py" for kind in KINDS} <= {path.name for path in folder.glob("*.py")}


def test_default_config_is_valid_and_every_field_explains_itself(widget):
    widget.config()
    schema = widget.config.model_json_schema()
    for name, field in schema.get("properties", {}).items():
        assert field.get("description"), f"{widget.kind}.{name} has no description"
        assert "default" in field, f"{widget.kind}.{name} has no default"


def test_config_refuses_unknown_fields(widget):
    with pytest.raises(ValueError, match="extra"):
        widget.config.model_validate({"no_such_field": 1})


def test_sample_survives_json_and_is_small(widget):
    packed = widget.sample.model_dump_json()
    assert widget.data.model_validate_json(packed) == widget.sample
    assert len(packed.encode()) < MOST_BYTES


def test_view_draws_the_sample_without_raw_html(widget):
    drawn = str(widget.view(rx.Var("data", _var_type=widget.data).to(widget.data)))
    assert drawn
    assert "dangerouslySetInnerHTML" not in drawn


def test_words_exist_in_every_language(widget):
    for language in LANGUAGES:
        if language != "en":
            known = catalogue(language)
            assert known.get(widget.title), f"{widget.title!r} has no {language}"
            assert known.get(widget.summary), f"{widget.summary!r} has no {language}"


async def test_filled_source_makes_it_ready(widget):
    tile = await load("t1", widget.kind, {}, context(filled()))
    assert tile.state == "ready", tile.message
    assert widget.data.model_validate(tile.data)
    assert len(json.dumps(tile.data)) < MOST_BYTES


async def test_empty_source_makes_it_empty_with_a_sentence_in_the_language(widget):
    tile = await load("t1", widget.kind, {}, context(FakeSource(), language="zh-Hans"))
    assert tile.state == "empty"
    assert re.search(r"[\u4e00-\u9fff]", tile.message)


async def test_failing_source_costs_one_tile_and_says_so(widget):
    tile = await load("t1", widget.kind, {}, context(FakeSource(is_down=True)))
    assert tile.state == "error"
    assert tile.message
    assert tile.data == {}


async def test_only_declared_needs_are_used(widget):
    source = filled()
    await load("t1", widget.kind, {}, context(source))
    assert set(source.asked) <= set(widget.needs)


async def test_broken_config_costs_one_tile(widget):
    tile = await load("t1", widget.kind, {"no_such_field": 1}, context(filled()))
    assert tile.state == "error"


def test_tile_body_draws_every_state():
    drawn = str(tile_body(rx.Var("tile", _var_type=Tile).to(Tile)))
    for word in ("tile-empty", "tile-error", "tile-skeleton", "tile-content"):
        assert word in drawn


def test_documentation_page_is_up_to_date(widget):
    written = widget_docs.FOLDER / f"{widget.kind}.md"
    assert written.read_text(encoding="utf-8") == widget_docs.page(widget), "run `companion docs`"


def test_shape_of_the_card_is_as_reviewed(widget, snapshot):
    if widget.view is face.view:
        assert widget.data is face.Face  # Its sample stands in its page of the documentation.
        return
    drawn = str(widget.view(rx.Var("data", _var_type=widget.data).to(widget.data)))
    assert (widget.data.model_json_schema(), drawn) == snapshot
