"""The template of `companion new signal` works as it is."""

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

import recommender.followups.signals as signals
from dashboard.cli.new import TEMPLATES

NAME = "planted_by_the_test"


@pytest.fixture
def planted(tmp_path: Path) -> Iterator[ModuleType]:
    """Put the filled template into a folder of its own that is searched for signals as well."""
    text = (TEMPLATES / "signal.py.txt").read_text().replace("{kind}", NAME)
    (tmp_path / f"{NAME}.py").write_text(text.replace("{Title}", "Planted"))
    signals.__path__.append(str(tmp_path))
    signals.all_signals.cache_clear()
    try:
        yield importlib.import_module(f"{signals.__name__}.{NAME}")
    finally:
        signals.__path__.remove(str(tmp_path))
        sys.modules.pop(f"{signals.__name__}.{NAME}", None)
        signals.all_signals.cache_clear()


def test_a_new_signal_is_found_by_its_place_and_keeps_its_contract(planted: ModuleType) -> None:
    found = {"SIGNAL": planted.SIGNAL}
    text = (TEMPLATES / "signal_test.py.txt").read_text().replace("{kind}", NAME)
    exec(compile(text, "template", "exec"), found)  # noqa: S102 - our own template
    checks = found["TestSignal"]()
    for name in [one for one in dir(checks) if one.startswith("test_")]:
        getattr(checks, name)()
    found["test_one_fen_less_is_not_enough"]()
