"""A look at everything that can be wrong on a machine, each finding with its remedy."""

import asyncio
import shutil
import sys
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from dashboard.cache import Cache
from dashboard.clock import BankClock
from dashboard.processes import valkey
from dashboard.retention.model import Policy
from dashboard.retention.pruner import Pruner
from dashboard.settings import Settings
from recommender.database import Database
from widgets.registry import catalogue, faults

SPARE_MB = 500
SLOW_SECONDS = 5.0


class Finding(BaseModel):
    """One thing that was looked at."""

    name: str
    state: Literal["ok", "warning", "bad"]
    text: str


async def examine(settings: Settings) -> list[Finding]:
    """Look at Python, the data folder, the disk, the database, Redis, models and what is kept."""
    return [
        _python(),
        _data_folder(settings.data_dir),
        _disk(settings.data_dir),
        await _limited(_database(settings), "database"),
        await _limited(_redis(settings), "redis"),
        _models(settings.data_dir),
        await _limited(_kept(settings), "kept"),
        _widgets(),
    ]


async def _limited(look: Coroutine[None, None, Finding], name: str) -> Finding:
    try:
        return await asyncio.wait_for(look, SLOW_SECONDS)
    except TimeoutError:
        return _bad(name, f"No answer within {SLOW_SECONDS:g} s.")


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    fine = sys.version_info >= (3, 11)
    return _ok("python", version) if fine else _bad("python", f"{version}: 3.11 is needed.")


def _data_folder(data_dir: Path) -> Finding:
    if not data_dir.is_dir():
        return _warning("data folder", f"{data_dir} does not exist; the first start makes it.")
    if data_dir.stat().st_mode & 0o077:
        return _warning("data folder", f"Others may read {data_dir}: run `chmod 700` on it.")
    return _ok("data folder", str(data_dir))


def _disk(data_dir: Path) -> Finding:
    existing = next(
        path for path in (data_dir.resolve(), *data_dir.resolve().parents) if path.exists()
    )
    free_mb = shutil.disk_usage(existing).free // 2**20
    say: Callable[[str, str], Finding] = _ok if free_mb >= SPARE_MB else _bad
    return say("disk", f"{free_mb} MB free; at least {SPARE_MB} MB are needed.")


async def _database(settings: Settings) -> Finding:
    if settings.database_url is None and not (settings.data_dir / "companion.db").exists():
        return _warning("database", "There is none yet; the first start makes it.")
    database = Database(settings.database)
    try:
        async with database.reading() as session:
            await session.execute(text("SELECT count(*) FROM users"))
    except (SQLAlchemyError, OSError) as error:
        return _bad("database", f"{type(error).__name__}: is it running, and migrated?")
    finally:
        await database.close()
    return _ok("database", "SQLite" if database.is_sqlite else "PostgreSQL")


async def _redis(settings: Settings) -> Finding:
    cache = Cache(_redis_address(settings))
    try:
        healthy = await cache.is_healthy()
    finally:
        await cache.close()
    if healthy:
        return _ok("redis", "answers")
    return _warning("redis", "Does not answer: everything works, only slower.")


def _redis_address(settings: Settings) -> str | None:
    if settings.redis_url is not None:
        return settings.redis_url.get_secret_value()
    socket = valkey.socket_in(valkey.runtime_folder(settings.data_dir))
    return valkey.address(socket) if socket.exists() else None


def _models(data_dir: Path) -> Finding:
    manifests = sorted((data_dir / "models").glob("*/manifest.json"))
    if not manifests:
        return _warning("models", "None trained yet: run `companion train`.")
    newest = max(path.stat().st_mtime for path in manifests)
    when = datetime.fromtimestamp(newest, UTC).isoformat(timespec="minutes")
    return _ok("models", f"{len(manifests)} on disk, the newest of {when}")


def _widgets() -> Finding:
    """Name the installed kinds of cards that are left out."""
    left_out = faults()
    if left_out:
        told = "; ".join(f"{one.name} of {one.package}: {one.why}" for one in left_out)
        return _warning("widgets", f"Left out: {told}")
    return _ok("widgets", f"{len(catalogue())} kinds")


async def _kept(settings: Settings) -> Finding:
    """Say how much is stored of what the policy prunes."""
    if settings.database_url is None and not (settings.data_dir / "companion.db").exists():
        return _ok("kept", "Nothing yet.")
    database, clock = Database(settings.database), BankClock(settings.zone, settings.now)
    folder = settings.data_dir / "models"
    try:
        sizes = await Pruner(database, clock, Policy.of(settings), folder).sizes()
    except (SQLAlchemyError, OSError):
        return _warning("kept", "Not known while the database does not answer.")
    finally:
        await database.close()
    return _ok(
        "kept",
        f"{sizes.decisions} decisions of {sizes.decision_bytes:.0f} bytes, {sizes.events} events, "
        f"{sizes.models} models of {sizes.model_bytes / 1e6:.1f} MB in all",
    )


def _ok(name: str, words: str) -> Finding:
    return Finding(name=name, state="ok", text=words)


def _warning(name: str, words: str) -> Finding:
    return Finding(name=name, state="warning", text=words)


def _bad(name: str, words: str) -> Finding:
    return Finding(name=name, state="bad", text=words)
