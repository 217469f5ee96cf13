"""Whatever is sent to any route of the API, the answer is never 500 and never HTML."""

import json
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from dashboard.people.keys import SCOPES
from dashboard.processes.checkout import ROOT, child_environment
from tests.support.door import DoorServer

CHECKS = "not_a_server_error,never_html,errors_are_problems"
pytestmark = pytest.mark.slow
PHASES = {"key": "coverage", "customer1": "fuzzing", "marketer1": "fuzzing", "rm1": "fuzzing"}
"""Every edge of the schema once, as whoever may do most; chance for the others."""


def integrator(door: DoorServer) -> str:
    """Return the header of a key with every scope."""
    scopes = [word for scope in SCOPES for word in ("--scope", scope)]
    words = ("keys", "create", "fuzz", *scopes, "--per-minute", "1000000", "--json")
    return f"Authorization: Bearer {json.loads(door.command(*words).stdout)['secret']}"


def person(door: DoorServer, account: str) -> str:
    """Return the header of a session."""
    body = {"account": account, "password": "demo"}
    cookies = httpx.post(f"{door.url}/api/v1/session", json=body).cookies
    return "Cookie: " + "; ".join(f"{name}={value}" for name, value in cookies.items())


@pytest.mark.parametrize("who", PHASES)
def test_no_input_makes_the_api_fail(door: DoorServer, tmp_path: Path, who: str) -> None:
    description = tmp_path / "openapi.json"
    description.write_text(httpx.get(f"{door.url}/api/docs/openapi.json").text)
    header = integrator(door) if who == "key" else person(door, who)
    command = [Path(sys.executable).parent / "schemathesis", "run", description]
    command += ["--url", door.url, "--header", header, "--checks", CHECKS]
    command += ["--phases", PHASES[who], "--max-examples", "3", "--seed", "1"]
    command += ["--exclude-path", "/api/v1/session", "--no-color"]
    done = subprocess.run(
        command,
        cwd=tmp_path,
        env=child_environment(SCHEMATHESIS_HOOKS="tests.support.fuzz_hooks", PYTHONPATH=str(ROOT)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:]
    assert "Tested" in done.stdout
