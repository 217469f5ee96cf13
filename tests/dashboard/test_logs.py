"""Logs: JSON lines with a trace, and nothing in them that opens a door."""

import json
import logging
import subprocess
import sys

import pytest

from dashboard.logs import new_trace, redact, trace_id
from dashboard.processes.checkout import ROOT

SECRETS = [
    "Cookie: companion_1a2b3c4d=s3cr3t",
    "__Host-companion_1a2b3c4d=s3cr3t; path=/",
    "companion_1a2b3c4d_visitor=s3cr3t",
    "Authorization: Bearer s3cr3t",
    "key wck_s3cr3t",
    "GET /_event?token=s3cr3t&x=1",
]


@pytest.mark.parametrize("text", SECRETS)
def test_what_opens_a_door_is_cut_out(text: str) -> None:
    assert "s3cr3t" not in redact(text)


def test_long_texts_are_cut() -> None:
    cut = redact("begin" + "x" * 100_000 + "the error itself")
    assert len(cut) < 5_000
    assert cut.startswith("begin")
    assert cut.endswith("the error itself")


def test_each_request_has_a_trace_of_its_own() -> None:
    first, second = new_trace(), new_trace()
    assert first != second
    assert trace_id() == second


def test_lines_are_json_for_every_logger_and_hide_secrets() -> None:
    program = (
        "import logging, structlog\n"
        "from dashboard.logs import configure, new_trace\n"
        "configure('INFO'); new_trace()\n"
        "structlog.get_logger('ours').info('kept', password='s3cr3t', note='Bearer s3cr3t')\n"
        "logging.getLogger('theirs').warning('cookie companion_1a2b3c4d=s3cr3t seen')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert [line["logger"] for line in lines] == ["ours", "theirs"]
    assert all(len(line["trace_id"]) == 16 for line in lines)
    assert "s3cr3t" not in done.stderr
    assert logging.getLevelName(lines[1]["level"].upper()) == logging.WARNING
