"""The web process ends in order: on SIGTERM the lifespan of the application runs to its end."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from dashboard.processes.checkout import ROOT
from tests.support.product import free_port

PROGRAM = """
import asyncio, sys
from dashboard.processes.web import serve
from dashboard.settings import Settings

async def application(scope, receive, send):
    if scope["type"] != "lifespan":
        return
    await receive()
    await send({"type": "lifespan.startup.complete"})
    print("started", flush=True)
    await receive()
    await asyncio.sleep(0.2)
    open(sys.argv[1], "w").close()
    await send({"type": "lifespan.shutdown.complete"})

asyncio.run(serve(application, Settings(port=int(sys.argv[2]))))
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_lifespan_ends_before_the_process(tmp_path: Path, number: signal.Signals) -> None:
    flushed = tmp_path / "flushed"
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(flushed), str(free_port())],
        cwd=ROOT,
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    with process.stdout:
        assert process.stdout.readline() == b"started\n"
        process.send_signal(number)
        assert process.wait(timeout=15) == 0
    assert flushed.exists()
