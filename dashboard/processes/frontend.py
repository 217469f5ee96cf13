"""The front-end build: made once per change of its sources, whole or not at all."""

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from dashboard.processes.checkout import ROOT, TOOLS, web_folder

PACKAGES = ("recommender", "content", "widgets", "dashboard")
SUFFIXES = frozenset({".py", ".jsx", ".js", ".css", ".po", ".json", ".svg", ".woff2"})
NOT_ON_PAGES = ("dashboard/api", "dashboard/cli", "dashboard/jobs", "dashboard/processes")
LOCKS = ("reflex.lock/package.json", "reflex.lock/bun.lock")


def sources(root: Path = ROOT) -> list[Path]:
    """List every file that a page may depend on, in a stable order."""
    found = [root / "rxconfig.py"]
    for folder in PACKAGES:
        found += [path for path in (root / folder).rglob("*") if path.suffix in SUFFIXES]
    found += [path for path in (root / "assets").rglob("*") if "external" not in path.parts]
    skipped = tuple(str(root / folder) + os.sep for folder in NOT_ON_PAGES)
    return sorted(path for path in found if path.is_file() and not str(path).startswith(skipped))


def fingerprint(root: Path = ROOT) -> str:
    """Hash the names and contents of the sources, and Reflex's version."""
    return _hash(root, sources(root))


def locks(root: Path = ROOT) -> str:
    """Hash the locked front-end packages; a first build writes these files itself."""
    return _hash(root, [path for name in LOCKS if (path := root / name).exists()])


def _hash(root: Path, paths: list[Path]) -> str:
    digest = hashlib.sha256(version("reflex").encode())
    for path in paths:
        digest.update(f"\0{path.relative_to(root)}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def stamp(web: Path) -> Path:
    """Return the file that names the sources of the finished build; it is written last."""
    return web / "built.json"


def is_built(web: Path, wanted: str) -> bool:
    """Say whether the folder holds a finished build of exactly these sources."""
    try:
        found = json.loads(stamp(web).read_text())
    except (OSError, ValueError):
        return False
    return (
        bool(found == {"sources": wanted, "locks": locks()})
        and (web / "build/client/index.html").exists()
    )


def needs_build() -> bool:
    """Say whether the sources changed since the last finished build."""
    return not is_built(web_folder(), fingerprint())


@contextmanager
def only_one_build() -> Iterator[None]:
    """Wait until no other process builds in this checkout."""
    TOOLS.mkdir(exist_ok=True)
    with (TOOLS / "frontend.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def begin(web: Path) -> None:
    """Take the old stamp away: from here on a kill leaves an unfinished build, and it shows."""
    web.mkdir(parents=True, exist_ok=True)
    stamp(web).unlink(missing_ok=True)


def finish(web: Path, made_from: str) -> None:
    """Declare the build whole, in one step of the file system."""
    draft = stamp(web).with_suffix(".tmp")
    with draft.open("w") as handle:
        json.dump({"sources": made_from, "locks": locks()}, handle)
        handle.flush()
        os.fsync(handle.fileno())
    draft.rename(stamp(web))
