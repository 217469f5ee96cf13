"""What every answer carries: security headers, a policy without eval, how long to keep it."""

import base64
import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

from dashboard.settings import Settings

Headers = list[tuple[bytes, bytes]]

EMBEDS = "/embed/"
"""Single cards on other sites; their own policy names the sites."""

_INLINE_SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>(.+?)</script>", re.DOTALL)
_ALWAYS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(self), payment=(), usb=()",
}
_FOREVER = "public, max-age=31536000, immutable"
_FRAMES = b"x-frame-options"
_OF_DOCUMENTS = (_FRAMES, b"cross-origin-opener-policy", b"permissions-policy")
_OURS_ALONE = (b"access-control-",)
_NOTHING = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"


def script_hashes(folder: Path) -> list[str]:
    """Return the CSP sources of the inline scripts of all built pages."""
    found: set[str] = set()
    for page in folder.rglob("*.html"):
        for script in _INLINE_SCRIPT.findall(page.read_text()):
            digest = hashlib.sha256(script.encode()).digest()
            found.add(f"'sha256-{base64.b64encode(digest).decode()}'")
    return sorted(found)


def content_policy(hashes: Iterable[str], origins: Iterable[str]) -> str:
    """Return the policy of pages: own scripts and the hashed inline ones, nothing evaluated."""
    sockets = " ".join(re.sub(r"^http", "ws", one) for one in origins)
    parts = (
        "default-src 'self'",
        " ".join(("script-src 'self'", *hashes)),
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "font-src 'self' data:",
        f"connect-src 'self' {sockets}",
        "media-src 'self'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
    return "; ".join(parts)


class HeaderBook:
    """Completes the headers of each answer."""

    def __init__(self, settings: Settings, *, policy: str) -> None:
        always = dict(_ALWAYS)
        if settings.origin.startswith("https://"):
            always["strict-transport-security"] = "max-age=31536000; includeSubDomains"
        self._always = _encoded(always)
        self._page = _encoded({"content-security-policy": policy})
        self._data = _encoded({"content-security-policy": _NOTHING})

    def complete(self, headers: Iterable[tuple[bytes, bytes]], path: str, status: int) -> Headers:
        """Return the answer's headers with ours, and without any that let other origins in."""
        kept = [one for one in headers if not one[0].lower().startswith(_OURS_ALONE)]
        names = {name.lower() for name, _ in kept}
        if b"content-security-policy" not in names:
            kept += self._data if _is_no_page(path, status) else self._page
        if b"cache-control" not in names or path.startswith("/assets/"):
            kept = [one for one in kept if one[0].lower() != b"cache-control"]
            kept.append((b"cache-control", _keeping(path, status)))
        left_out = _left_out(path, status)
        return kept + [one for one in self._always if one[0] not in left_out]


def _is_no_page(path: str, status: int) -> bool:
    """Say whether an answer is data, or a file whose page has the policy that counts.

    The hashes of all pages' scripts are 2 kB: a first visit would get them with each of its files.
    """
    return _is_part(path, status) or path.startswith(("/api/", "/metrics"))


def _left_out(path: str, status: int) -> tuple[bytes, ...]:
    """Name the headers that would say nothing, or the wrong thing."""
    if path.startswith(EMBEDS):  # Its policy says who may frame it; this one knows all or nobody.
        return (_FRAMES,)
    return _OF_DOCUMENTS if _is_part(path, status) else ()


def _is_part(path: str, status: int) -> bool:
    """Say whether an answer is a script or a style sheet of our pages: nothing to be opened."""
    return path.endswith((".js", ".css")) and _is_asset(path, status)


def _is_asset(path: str, status: int) -> bool:
    return path.startswith("/assets/") and status in (200, 206, 304)


def _keeping(path: str, status: int) -> bytes:
    if _is_asset(path, status):
        return _FOREVER.encode()
    return b"no-store" if path.startswith("/api/") else b"private, no-cache"


def _encoded(headers: dict[str, str]) -> Headers:
    return [(name.encode(), value.encode()) for name, value in headers.items()]
