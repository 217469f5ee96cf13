"""Requests that we sign and answers whose signature we check (JOSE, Ed25519)."""

import base64
import hashlib
import hmac
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

ALGORITHM = "Ed25519"
SIGNATURE_HEADER = "x-jws-signature"
LIVES_SECONDS = 60
_EMBED = "embed"


class Signatures:
    """The bank's key towards providers, and their keys towards the bank.

    Args:
        secret: The instance's secret, read when it is first needed; the key follows from it, so
            that all processes and hosts sign alike.
        issuer: Who signs: where people reach the product.
    """

    def __init__(self, secret: Callable[[], bytes], issuer: str) -> None:
        self._secret = secret
        self._issuer = issuer

    @cached_property
    def public(self) -> dict[str, Any]:
        """The bank's public key as a JWK, for providers."""
        told = self._key.as_dict(private=False)
        return {name: value for name, value in told.items() if name in ("kty", "crv", "x")}

    def request(self, audience: str, nonce: str, at: int, told: Mapping[str, Any]) -> str:
        """Sign what a provider is told, for one minute.

        Args:
            audience: The provider.
            nonce: Never used before; the answer must repeat it.
            at: Seconds since 1970.
            told: The kind, its settings, and what was granted of the customer.
        """
        times = {"iat": at, "exp": at + LIVES_SECONDS}
        claims = {"iss": self._issuer, "aud": audience, "jti": nonce, **times, **told}
        return jwt.encode({"alg": ALGORITHM}, claims, self._key, algorithms=[ALGORITHM])

    def seal_embed(self, embed_id: str, until: int) -> str:
        """Return the token of an embed's address, good until these seconds since 1970."""
        claims = {"iss": self._issuer, "aud": _EMBED, "jti": embed_id, "exp": until}
        return jwt.encode({"alg": ALGORITHM}, claims, self._key, algorithms=[ALGORITHM])

    def open_embed(self, token: str, now: int) -> str | None:
        """Return the id in an embed's token, None where we did not sign it or it is over."""
        try:
            claims = jwt.decode(token, self._key, algorithms=[ALGORITHM]).claims
        except (JoseError, ValueError):
            return None
        is_ours = claims.get("aud") == _EMBED and claims.get("exp", 0) > now
        return str(claims["jti"]) if is_ours and "jti" in claims else None

    def pseudonym(self, provider: str, customer_id: str) -> str:
        """Return by what name one provider knows a customer: no other knows that name."""
        return self._derived(f"partner|{provider}|{customer_id}").hex()[:32]

    @cached_property
    def _key(self) -> OKPKey:
        seed = self._derived("platform|ed25519")
        public = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
        told: dict[str, str | list[str]] = {
            "kty": "OKP",
            "crv": "Ed25519",
            "d": _plain(seed),
            "x": _plain(public),
        }
        return OKPKey.import_key(told)

    def _derived(self, purpose: str) -> bytes:
        return hmac.new(self._secret(), purpose.encode(), hashlib.sha256).digest()


def is_signed(body: bytes, signature: str, public_key: str) -> bool:
    """Say whether a detached signature (RFC 7515, appendix F) fits a body and a provider's key.

    Args:
        body: The bytes as they came.
        signature: `header..signature`.
        public_key: The JWK's `x`.
    """
    head, _, seal = signature.partition("..")
    if not seal or len(signature) > 512:
        return False
    key = OKPKey.import_key({"kty": "OKP", "crv": "Ed25519", "x": public_key})
    try:
        jws.deserialize_compact(f"{head}.{_plain(body)}.{seal}", key, algorithms=[ALGORITHM])
    except (JoseError, ValueError):
        return False
    return True


def is_public_key(text: str) -> bool:
    """Say whether a text is the `x` of an Ed25519 key."""
    try:
        return len(base64.urlsafe_b64decode(text + "=")) == 32 and len(text) == 43
    except ValueError:
        return False


def _plain(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
