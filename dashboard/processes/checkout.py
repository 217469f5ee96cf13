"""Where this product lies on the disk, and the environment that Reflex is run in."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ROOT / ".tools"
QUIET_REFLEX = {
    "REFLEX_TELEMETRY_ENABLED": "false",
    "REFLEX_CHECK_LATEST_VERSION": "false",
    "REFLEX_USE_SYSTEM_BUN": "true",
    "REFLEX_ENV_MODE": "prod",
}
SERVE_THE_BUILD = {
    "__REFLEX_MOUNT_FRONTEND_COMPILED_APP": "true",
    "__REFLEX_SKIP_COMPILE": "true",
}
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1"}
"""A matrix times a vector gains nothing from a second thread, and waits for it on busy cores."""

FORGOTTEN = ("REDIS_URL", "REFLEX_REDIS_URL", "NODE_ENV")
"""Variables of other tools that would change how Reflex works here."""


def web_folder() -> Path:
    """Return the folder of the generated front end."""
    return ROOT / os.environ.get("REFLEX_WEB_WORKDIR", ".web")


def child_environment(**more: str) -> Mapping[str, str]:
    """Return the environment of a child process: our tools first, Reflex quiet."""
    kept = {name: value for name, value in os.environ.items() if name not in FORGOTTEN}
    tools = str(Path(sys.executable).parent)
    path = os.pathsep.join([tools, kept.get("PATH", os.defpath)])
    own = {"PATH": path, "PYTHONUNBUFFERED": "1", "PYTHONPATH": str(ROOT), **ONE_THREAD}
    return {**kept, **QUIET_REFLEX, **own, **more}


def build_environment() -> Mapping[str, str]:
    """Return the environment of the front-end build: bun alone, never a node of the machine."""
    return child_environment(PATH=str(Path(sys.executable).parent))


def python(*arguments: str) -> list[str]:
    """Return the command line that runs a module of the product."""
    return [sys.executable, "-m", *arguments]
