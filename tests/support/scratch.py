"""Where tests put what they throw away: memory, where the machine has enough of it."""

import os
import shutil
from pathlib import Path

MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of random name is made in it
ENOUGH_BYTES = 6 * 2**30


def scratch_parent() -> str | None:
    """Return the memory file system if it is large and ours to write, else None (the default)."""
    if not (MEMORY.is_dir() and os.access(MEMORY, os.W_OK)):
        return None
    return str(MEMORY) if shutil.disk_usage(MEMORY).free >= ENOUGH_BYTES else None
