"""Children get our tools first, a quiet Reflex, and no foreign Redis."""

import sys
from pathlib import Path

from dashboard.processes import checkout


def test_foreign_redis_does_not_reach_the_children(monkeypatch) -> None:
    monkeypatch.setenv("REDIS_URL", "redis://elsewhere")
    assert "REDIS_URL" not in checkout.child_environment()


def test_own_variables_win(monkeypatch) -> None:
    monkeypatch.setenv("COMPANION_PORT", "1")
    env = checkout.child_environment(COMPANION_PORT="2")
    assert env["COMPANION_PORT"] == "2"
    assert env["REFLEX_TELEMETRY_ENABLED"] == "false"


def test_build_sees_no_node_of_the_machine() -> None:
    assert checkout.build_environment()["PATH"] == str(Path(sys.executable).parent)
