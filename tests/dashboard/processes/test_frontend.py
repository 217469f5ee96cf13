"""The front end is built once per change of its sources, and never believed half-built."""

from pathlib import Path

import pytest

from dashboard.processes import frontend


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    for name in ("widgets/base.py", "dashboard/parts/grid.jsx", "dashboard/api/events.py"):
        path = tmp_path / name
        path.parent.mkdir(parents=True)
        path.write_text("first")
    (tmp_path / "rxconfig.py").write_text("first")
    return tmp_path


@pytest.mark.parametrize("name", ["widgets/base.py", "dashboard/parts/grid.jsx", "rxconfig.py"])
def test_change_of_a_page_source_changes_the_fingerprint(checkout: Path, name: str) -> None:
    before = frontend.fingerprint(checkout)
    (checkout / name).write_text("second")
    assert frontend.fingerprint(checkout) != before


def test_added_and_renamed_sources_change_the_fingerprint(checkout: Path) -> None:
    before = frontend.fingerprint(checkout)
    (checkout / "widgets/base.py").rename(checkout / "widgets/basis.py")
    assert frontend.fingerprint(checkout) != before


def test_route_of_the_api_does_not_rebuild_the_pages(checkout: Path) -> None:
    before = frontend.fingerprint(checkout)
    (checkout / "dashboard/api/events.py").write_text("second")
    assert frontend.fingerprint(checkout) == before


def test_build_counts_only_after_it_was_finished(tmp_path: Path) -> None:
    (tmp_path / "build/client").mkdir(parents=True)
    (tmp_path / "build/client/index.html").write_text("page")
    assert not frontend.is_built(tmp_path, "wanted")
    frontend.begin(tmp_path)
    frontend.finish(tmp_path, "wanted")
    assert frontend.is_built(tmp_path, "wanted")
    assert not frontend.is_built(tmp_path, "changed")


def test_begun_build_is_not_believed(tmp_path: Path) -> None:
    (tmp_path / "build/client").mkdir(parents=True)
    (tmp_path / "build/client/index.html").write_text("page")
    frontend.finish(tmp_path, "wanted")
    frontend.begin(tmp_path)
    assert not frontend.is_built(tmp_path, "wanted")


def test_torn_stamp_is_not_believed(tmp_path: Path) -> None:
    frontend.stamp(tmp_path).write_text('{"sources": ')
    assert not frontend.is_built(tmp_path, "wanted")
