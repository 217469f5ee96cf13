"""Secrets made and checked: the instance's key, visitor cookies, session and socket tokens."""

import hashlib
import hmac
import os
import re
import secrets
from pathlib import Path

from itsdangerous import BadSignature, Signer
from uuid_utils import uuid7

from dashboard.settings import Settings

_KEY_FILE = "secret.key"
_SOCKET_TOKEN = re.compile(r"[0-9a-f]{64}")
_HALF = 32
"""A socket token is 32 hex digits of chance and 32 of a MAC over them and the owner."""


class Signing:
    """Everything that rests on the instance's secret."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._loaded: bytes | None = None

    @property
    def secret(self) -> bytes:
        """The secret from the settings, else from the key file, which is made when absent."""
        if self._loaded is None:
            given = self._settings.secret
            self._loaded = (
                given.get_secret_value().encode()
                if given
                else _key_file(self._settings.data_dir / _KEY_FILE)
            )
        return self._loaded

    def new_visitor(self) -> str:
        """Return a signed visitor cookie."""
        return self._visitors().sign(str(uuid7())).decode()

    def visitor(self, cookie: str) -> str | None:
        """Return the visitor's id if the cookie was signed here."""
        if len(cookie) > 128:
            return None
        try:
            return self._visitors().unsign(cookie).decode()
        except BadSignature:
            return None

    def socket_token(self, owner: str) -> str:
        """Return a new client token that only this owner's sockets may carry."""
        chance = secrets.token_hex(_HALF // 2)
        return chance + self._mac(owner, chance)

    def is_socket_token(self, token: str, owner: str) -> bool:
        """Say whether the client token was made for this owner."""
        if not _SOCKET_TOKEN.fullmatch(token):
            return False
        return hmac.compare_digest(token[_HALF:], self._mac(owner, token[:_HALF]))

    def _visitors(self) -> Signer:
        return Signer(self.secret, salt="visitor", digest_method=hashlib.sha256)

    def _mac(self, owner: str, chance: str) -> str:
        message = f"socket|{owner}|{chance}".encode()
        return hmac.new(self.secret, message, hashlib.sha256).hexdigest()[:_HALF]


def new_token() -> str:
    """Return 256 bits of chance."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """Return what is stored instead of a token (chance needs no slow hash)."""
    return hashlib.sha256(token.encode()).hexdigest()


def _key_file(path: Path) -> bytes:
    """Read the key file; make it, whole and private from its first byte, when absent."""
    if path.exists():
        return path.read_bytes()
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    handle = os.open(draft, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(secrets.token_hex(32).encode())
    try:
        os.link(draft, path)  # Fails if another process was faster: then its key counts.
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_bytes()
