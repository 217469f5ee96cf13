"""Every source: found by its place, described, and strict about what it is given."""

from pathlib import Path

import pytest

from recommender.errors import Invalid
from recommender.imports.sources import named, sources
from recommender.imports.sources.base import Given

ROOT = Path(__file__).resolve().parents[4]
NAMES = sorted(sources())


def test_the_sources_are_found_by_their_place() -> None:
    assert NAMES == ["csv", "far-trans", "gorse", "jsonl", "parquet"]


def test_an_unknown_format_names_the_known_ones() -> None:
    with pytest.raises(Invalid, match="far-trans, gorse, jsonl"):
        named("excel")


@pytest.mark.parametrize("name", NAMES)
def test_a_source_is_in_the_documentation(name: str) -> None:
    assert f"companion import {name}" in (ROOT / "docs" / "importing.md").read_text()


@pytest.mark.parametrize("name", NAMES)
def test_a_source_says_what_it_imports(name: str) -> None:
    assert sources()[name].summary.startswith("Import ")


@pytest.mark.parametrize("name", NAMES)
def test_a_source_refuses_files_it_does_not_know(name: str, tmp_path: Path) -> None:
    with pytest.raises(Invalid):
        sources()[name](Given({"prices": tmp_path}))
    with pytest.raises(Invalid):
        sources()[name](Given({}))


@pytest.mark.parametrize("name", NAMES)
def test_a_source_refuses_options_it_does_not_take(name: str, tmp_path: Path) -> None:
    source = sources()[name]
    if "actions" not in source.options:
        with pytest.raises(Invalid, match="takes no action"):
            source(Given({"": tmp_path}, actions={"read": "view"}))
    if "into" not in source.options:
        with pytest.raises(Invalid, match="takes no into"):
            source(Given({"": tmp_path}, into="events"))
