"""Making the whole demo bank: processor seconds and peak memory of the command."""

import asyncio
import json
import os
import resource
import subprocess
import sys
import tempfile
import time

from dashboard.processes.checkout import ROOT

TARGETS = {"cpu_s": 20, "peak_mb": 400}


async def measure() -> dict[str, float | int | str]:
    """Run `companion demo` on an empty folder."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"COMPANION_DATA_DIR": folder, "COMPANION_MODE": "demo"}
        began, before = time.monotonic(), _processor_seconds()
        done = await asyncio.to_thread(
            subprocess.run,
            [sys.executable, "-m", "dashboard.cli", "demo", "--json"],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            check=True,
        )
    told = json.loads(done.stdout)
    peak_kb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return {
        "cpu_s": round(_processor_seconds() - before, 1),
        "wall_s": round(time.monotonic() - began, 1),
        "peak_mb": round(peak_kb / 1024),
        "transactions": told["transactions"],
        "events": told["events"],
    }


def _processor_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
