"""The data folder: private, and used by one supervisor at a time."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dashboard.errors import Conflict

PRIVATE = 0o700


@contextmanager
def held(data_dir: Path) -> Iterator[None]:
    """Hold the data folder; the kernel lets go of it however this process ends.

    Raises:
        Conflict: Another supervisor holds it.
    """
    data_dir.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
    with (data_dir / "supervisor.lock").open("a+") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            handle.seek(0)
            raise Conflict(
                f"Wealth Companion already runs on {data_dir} ({handle.read().strip()}): "
                "stop it first, or choose another folder with --data-dir."
            ) from None
        handle.truncate(0)
        handle.write(f"process {os.getpid()}")
        handle.flush()
        yield
