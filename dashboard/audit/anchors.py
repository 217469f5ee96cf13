"""Anchors: signed heads of the chain in files beside the database, which it cannot rewrite."""

import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from dashboard.errors import Unavailable

KEY_BYTES = 32
OWNER_ONLY = 0o600


@dataclass(frozen=True, slots=True)
class Anchor:
    """The head of the chain at an instant."""

    sequence: int
    chain_hash: str
    at: str


class AnchorFolder:
    """Append-only files, one a month, each line signed with HMAC-SHA256.

    Whoever copies this folder to another machine can prove that the record was not shortened.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._key_file = folder.parent / "key"
        self._last: int | None = None

    def append(self, sequence: int, chain_hash: str, at: datetime) -> None:
        """Write one anchor and wait until it is on the disk."""
        anchor = Anchor(sequence, chain_hash, at.isoformat())
        line = asdict(anchor) | {"signature": self._sign(anchor)}
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / f"{at:%Y-%m}.jsonl").open("a") as file:
            file.write(json.dumps(line) + "\n")
            file.flush()
            os.fsync(file.fileno())
        self._last = sequence

    def read(self) -> Iterator[tuple[Anchor | None, str]]:
        """Yield every anchor with its place; None for a line that was tampered with."""
        for path in sorted(self._folder.glob("*.jsonl")):
            for number, line in enumerate(path.read_text().splitlines(), start=1):
                yield self._check(line), f"{path.name}:{number}"

    def last(self) -> int:
        """Return the number of the newest anchor, 0 before the first."""
        if self._last is None:
            self._last = max((anchor.sequence for anchor, _ in self.read() if anchor), default=0)
        return self._last

    def _check(self, line: str) -> Anchor | None:
        try:
            stored = json.loads(line)
            signature = str(stored.pop("signature"))
            anchor = Anchor(**stored)
        except (ValueError, KeyError, TypeError, AttributeError):
            return None
        return anchor if hmac.compare_digest(signature, self._sign(anchor)) else None

    def _sign(self, anchor: Anchor) -> str:
        text = f"{anchor.sequence}\n{anchor.chain_hash}\n{anchor.at}"
        return hmac.new(self._key(), text.encode(), hashlib.sha256).hexdigest()

    def _key(self) -> bytes:
        if not self._key_file.exists():
            self._make_key()
        if self._key_file.stat().st_mode & 0o077:
            raise Unavailable(f"The key {self._key_file} must be readable by its owner only.")
        return bytes.fromhex(self._key_file.read_text().strip())

    def _make_key(self) -> None:
        self._key_file.parent.mkdir(parents=True, exist_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        with os.fdopen(os.open(self._key_file, flags, OWNER_ONLY), "w") as file:
            file.write(secrets.token_hex(KEY_BYTES))
