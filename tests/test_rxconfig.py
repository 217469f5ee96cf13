"""Reflex's configuration: a build that runs under any address and comes in few files."""

from pathlib import Path

import pytest
from reflex.utils import frontend_skeleton

import rxconfig


def _built(tmp_path: Path, script: str) -> Path:
    (tmp_path / "assets").mkdir()
    path = tmp_path / "assets" / "reflex-env-abc.js"
    path.write_text(script)
    return path


def test_groups_stand_first_in_the_bundler_configuration_of_this_reflex() -> None:
    made = frontend_skeleton._compile_vite_config(rxconfig.config)
    grouped = rxconfig._grouped(made)
    assert grouped.index('name: "frame"') < grouped.index("reflex-env")
    assert grouped.replace(rxconfig.GROUPS, "") == made


def test_bundler_without_groups_is_told_of() -> None:
    with pytest.raises(ValueError, match="no groups"):
        rxconfig._grouped("export default {}")


def test_address_of_the_build_becomes_the_address_of_the_page(tmp_path: Path) -> None:
    path = _built(tmp_path, 'var a="http://localhost:8000/ping",b=`ws://localhost:8000/_event`;')
    rxconfig.OwnOrigin().post_build(static_dir=tmp_path)
    assert "localhost" not in path.read_text()
    assert '(location.origin+"/ping")' in path.read_text()


def test_build_without_the_file_of_addresses_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        rxconfig.OwnOrigin().post_build(static_dir=tmp_path)
