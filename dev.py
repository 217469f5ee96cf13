#!/usr/bin/env python3
"""The commands of this checkout: set it up, run it, test it (standard library only).

Every command first brings `.venv` up to the locked requirements and is then handed over to it.
"""

from __future__ import annotations

import argparse
import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
TOOLS = ROOT / ".tools"
LOCKS = ROOT / "requirements"
LOCKED = {"uv": None, "run": None, "dev": "run", "spark": "run"}  # Kind, and whose lock binds it.
OLDEST_PYTHON = (3, 11)
HEARTBEAT_SECONDS = 5.0
SHIM = """#!/bin/sh
'''exec' "$(dirname "$0")/python" "$0" "$@"
' '''
from dashboard.cli import main

main()
"""


class SetupError(Exception):
    """A set-up step failed; the message is what the reader can do about it."""


def say(text: str) -> None:
    """Print one progress line at once, also into a pipe."""
    print(text, flush=True)


def inside(name: str) -> str:
    """Return the path of a command of the virtual environment."""
    return str(VENV / "bin" / name)


def environment() -> dict[str, str]:
    """Return this process's environment with the virtual environment first on PATH."""
    values = {**os.environ, "VIRTUAL_ENV": str(VENV)}
    values["PATH"] = os.pathsep.join([str(VENV / "bin"), values.get("PATH", os.defpath)])
    values.pop("PYTHONHOME", None)
    return values


def lock_digest(kind: str) -> str:
    """Hash everything that an installation of this kind is made from."""
    locks = (LOCKS / "uv.txt", LOCKS / f"{kind}.txt")
    return hashlib.sha256(b"".join(path.read_bytes() for path in locks)).hexdigest()


def foundation() -> dict[str, str]:
    """Describe what a virtual environment is tied to: the interpreter and its own place."""
    return {"python": sys.version.split()[0], "root": str(ROOT)}


def stamp_path(kind: str) -> Path:
    """Return where an installation of this kind records what it was made from."""
    return VENV / f"installed-{kind}.json"


def is_installed(kind: str) -> bool:
    """Say whether the virtual environment holds exactly what the lock asks for."""
    try:
        stamp = json.loads(stamp_path(kind).read_text())
    except (OSError, ValueError):
        return False
    fits = stamp == {**foundation(), "lock": lock_digest(kind)}
    return fits and Path(inside("python")).exists()


@contextmanager
def only_one_setup() -> Iterator[None]:
    """Let two commands that start together set up one after the other."""
    TOOLS.mkdir(exist_ok=True)
    with (TOOLS / "setup.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def step(title: str, command: Sequence[str], advice: str) -> None:
    """Run one set-up command with a sign of life every few seconds."""
    started = time.monotonic()
    with tempfile.TemporaryFile("w+", errors="replace") as log:
        say(f"{title} ...")
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment(), stdout=log, stderr=subprocess.STDOUT
        )
        while True:
            try:
                code = process.wait(timeout=HEARTBEAT_SECONDS)
                break
            except subprocess.TimeoutExpired:
                say(f"  still at it after {time.monotonic() - started:.0f} s")
        if code:
            log.seek(0)
            tail = "".join(log.readlines()[-15:])
            raise SetupError(f"{title} failed.\n{tail}{advice}")
    say(f"  done in {time.monotonic() - started:.1f} s")


def make_venv() -> None:
    """Make `.venv`, anew when it belongs to another interpreter or another place."""
    step(
        "[1/3] Making the virtual environment .venv",
        [sys.executable, "-m", "venv", "--clear", str(VENV)],
        "The module `venv` is needed: on Debian and Ubuntu `apt install python3-venv`, then again.",
    )


def has_fitting_venv() -> bool:
    """Say whether `.venv` runs, with this interpreter's version and in this place."""
    probe = "import sys; print(sys.version.split()[0] + ' ' + sys.prefix)"
    try:
        found = subprocess.run(
            [inside("python"), "-c", probe], capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return False
    return found.stdout.strip() == f"{foundation()['python']} {VENV}"


def link_product() -> None:
    """Make the packages of this checkout importable and the command `companion` callable."""
    (site,) = (VENV / "lib").glob("python3*/site-packages")
    (site / "wealth_companion.pth").write_text(f"{ROOT}\n")
    shim = Path(inside("companion"))
    shim.write_text(SHIM)
    shim.chmod(0o755)


def install(kind: str) -> None:
    """Bring `.venv` up to the lock of this kind: `run` for the product, `dev` for all tools."""
    registry = (
        "A package registry must be reachable for the first set-up: check the network, the proxy "
        "and pip's configuration, then run the same command again."
    )
    uv_lock = ["--require-hashes", "-r", str(LOCKS / "uv.txt")]
    kind_lock = ["--require-hashes", "-r", str(LOCKS / f"{kind}.txt")]
    if not has_fitting_venv():
        make_venv()
    step(
        "[2/3] Installing uv",
        [inside("python"), "-m", "pip", "install", "-q", "--disable-pip-version-check", *uv_lock],
        registry,
    )
    step(
        f"[3/3] Installing the packages of requirements/{kind}.txt",
        [inside("uv"), "pip", "install", "--python", inside("python"), *kind_lock],
        registry,
    )
    link_product()
    for done in {"run", kind}:
        stamp_path(done).write_text(json.dumps({**foundation(), "lock": lock_digest(done)}))


def ensure(kind: str) -> None:
    """Set up once per change of the lock; return at once otherwise."""
    if is_installed(kind):
        return
    with only_one_setup():
        if not is_installed(kind):
            install(kind)


def call(*command: str) -> int:
    """Run a tool of the virtual environment in the checkout and return its exit code."""
    return subprocess.call(command, cwd=ROOT, env=environment())


def run(args: list[str]) -> int:
    """Start the whole product in demo mode and become its supervisor."""
    options = argparse.ArgumentParser(prog="dev.py run", description=run.__doc__)
    options.add_argument("--port", type=int, help="port on 127.0.0.1 (default 8000)")
    options.add_argument("--data-dir", type=Path, help="folder of all data (default var/)")
    options.add_argument("--no-browser", action="store_true", help="do not open the browser")
    chosen = options.parse_args(args)
    ensure("run")
    values = environment()
    values.setdefault("COMPANION_MODE", "demo")
    values.setdefault("COMPANION_DATA_DIR", str(ROOT / "var"))
    if chosen.port is not None:
        values["COMPANION_PORT"] = str(chosen.port)
    if chosen.data_dir is not None:
        values["COMPANION_DATA_DIR"] = str(chosen.data_dir.expanduser())
    values["COMPANION_DATA_DIR"] = os.path.abspath(values["COMPANION_DATA_DIR"])
    command = [inside("python"), "-m", "dashboard.cli", "run"]
    command += ["--no-browser"] if chosen.no_browser else []
    os.chdir(ROOT)
    os.execve(command[0], command, values)  # noqa: S606 - the supervisor takes this process over


def check(_: list[str]) -> int:
    """Run every static check, also after a failure, and name those that failed."""
    ensure("dev")
    tools = [
        ("ruff", inside("ruff"), "check", "--quiet", "."),
        ("format", inside("ruff"), "format", "--check", "--quiet", "."),
        ("types", inside("mypy")),
        ("imports", inside("lint-imports"), "--no-cache"),
    ]
    failed = [name for name, *command in tools if call(*command)]
    say(f"check: {', '.join(failed)} failed" if failed else "check: clean")
    return 1 if failed else 0


def test(args: list[str]) -> int:
    """Run check, units, services and browser; with --spark only the tests of that engine."""
    if "--spark" in args:
        ensure("dev")
        ensure("spark")  # A package set of 600 MB that nothing else needs.
        args = ["-m", "spark", *(one for one in args if one != "--spark")]
    return check([]) or call(inside("python"), "-m", "tests", *args)


def lock(args: list[str]) -> int:
    """Resolve requirements/*.in anew into hashed lists without addresses."""
    ensure("dev")
    compile_command = [inside("uv"), "pip", "compile", "--quiet", "--universal"]
    compile_command += ["--python-version", "3.11", "--generate-hashes", "--no-emit-index-url"]
    compile_command += ["--no-header", *args]
    for kind, known in LOCKED.items():
        source, target = f"requirements/{kind}.in", f"requirements/{kind}.txt"
        limits = ["-c", f"requirements/{known}.txt"] if known else []
        code = call(*compile_command, *limits, source, "-o", target)
        if code:
            return code
        say(f"{target} written")
    shutil.rmtree(ROOT / "reflex.lock", ignore_errors=True)
    return rebuild() or rebuild()  # Reflex writes its lock in its final form the second time.


def rebuild() -> int:
    """Build the front end from nothing but its sources and the lock."""
    shutil.rmtree(ROOT / ".web", ignore_errors=True)
    return call(inside("python"), "-m", "dashboard.processes.compile")


def hand_over(*module: str) -> Callable[[list[str]], int]:
    """Return the command that passes its arguments on to a module of the checkout."""

    def command(args: list[str]) -> int:
        ensure("dev")
        return call(inside("python"), "-m", *module, *args)

    return command


COMMANDS: dict[str, tuple[Callable[[list[str]], int], str]] = {
    "run": (run, "start the product in demo mode: --port N --data-dir D --no-browser"),
    "test": (test, "check, unit, service and browser tests (--spark: of Spark); rest to pytest"),
    "check": (check, "ruff, format, mypy --strict, lint-imports"),
    "bench": (hand_over("tests.benchmarks"), "measure; every benchmark prints JSON figures"),
    "mutants": (hand_over("tests.mutants"), "plant faults and demand that a named test fails"),
    "messages": (hand_over("dashboard.cli", "messages"), "refresh the message catalogues"),
    "lock": (lock, "resolve requirements/*.in and the front end's packages anew"),
}


def usage() -> str:
    """Return the list of commands with one line each."""
    lines = "\n".join(f"  {name:<9} {what}" for name, (_, what) in COMMANDS.items())
    return f"usage: python3 dev.py COMMAND [arguments]\n\n{lines}"


def main(argv: list[str]) -> int:
    """Run one command; return the exit code of the process."""
    if sys.version_info < OLDEST_PYTHON:
        found = ".".join(str(part) for part in sys.version_info[:3])
        say(f"Python 3.11 or newer is needed, this is {found}: call dev.py with a newer python3.")
        return 2
    if not argv or argv[0] not in COMMANDS:
        say(usage())
        return 0 if argv[:1] in (["--help"], ["-h"]) else 2
    try:
        return COMMANDS[argv[0]][0](argv[1:])
    except SetupError as error:
        say(str(error))
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
