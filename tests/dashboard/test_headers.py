"""Headers of answers: what is added, what is taken away, how long a file is kept."""

import base64
import hashlib
from pathlib import Path

import pytest

from dashboard.headers import HeaderBook, content_policy, script_hashes
from dashboard.settings import Settings


def book(**options: str) -> HeaderBook:
    settings = Settings(**options)  # type: ignore[arg-type]  # texts, as from the environment
    return HeaderBook(settings, policy="script-src 'self'")


def complete(path: str, status: int = 200, *headers: tuple[bytes, bytes]) -> dict[bytes, bytes]:
    return dict(book().complete(headers, path, status))


def test_every_inline_script_is_hashed_once(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    page = '<script>let a = 1;</script><script type="module" async="">import("x")</script>'
    (tmp_path / "index.html").write_text(page + '<script src="/assets/a.js"></script>')
    (tmp_path / "sub" / "index.html").write_text("<script>let a = 1;</script>")
    digest = base64.b64encode(hashlib.sha256(b"let a = 1;").digest()).decode()
    hashes = script_hashes(tmp_path)
    assert f"'sha256-{digest}'" in hashes
    assert len(hashes) == 2


def test_policy_lets_sockets_go_to_our_origins_only() -> None:
    policy = content_policy(["'sha256-x'"], ["https://bank.test"])
    assert "connect-src 'self' wss://bank.test;" in policy
    assert "script-src 'self' 'sha256-x';" in policy
    assert "unsafe-eval" not in policy


def test_grants_to_other_origins_are_taken_away() -> None:
    headers = complete("/", 200, (b"Access-Control-Allow-Credentials", b"true"), (b"etag", b"1"))
    assert b"etag" in headers
    assert not [name for name in headers if name.lower().startswith(b"access-control")]


@pytest.mark.parametrize(
    ("path", "status", "kept"),
    [
        ("/assets/a.js", 200, b"public, max-age=31536000, immutable"),
        ("/assets/a.js", 404, b"private, no-cache"),
        ("/", 200, b"private, no-cache"),
        ("/api/v1/session", 200, b"no-store"),
    ],
)
def test_answers_are_kept_as_long_as_they_hold(path: str, status: int, kept: bytes) -> None:
    assert complete(path, status)[b"cache-control"] == kept


@pytest.mark.parametrize(
    ("path", "status", "is_page"),
    [
        ("/", 200, True),
        ("/assets/a.svg", 200, True),
        ("/assets/a.js", 404, True),
        ("/sw.js", 200, True),
        ("/assets/a.js", 200, False),
        ("/assets/a.css", 304, False),
        ("/api/v1/session", 200, False),
    ],
)
def test_what_is_no_page_may_do_nothing(path: str, status: int, is_page: bool) -> None:
    policy = complete(path, status)[b"content-security-policy"]
    assert policy.startswith(b"script-src 'self'" if is_page else b"default-src 'none'")


@pytest.mark.parametrize("path", ["/", "/api/x", "/sw.js"])
def test_what_can_be_opened_is_in_no_frame(path: str) -> None:
    assert complete(path)[b"x-frame-options"] == b"DENY"


def test_a_script_carries_what_is_for_scripts() -> None:
    headers = complete("/assets/a.js")
    assert headers[b"x-content-type-options"] == b"nosniff"
    assert headers[b"cross-origin-resource-policy"] == b"same-origin"
    assert b"permissions-policy" not in headers


def test_route_with_its_own_words_keeps_them() -> None:
    headers = complete("/api/x", 200, (b"cache-control", b"max-age=5"))
    assert headers[b"cache-control"] == b"max-age=5"


def test_https_is_insisted_on_where_it_is_used() -> None:
    secure = dict(book(public_url="https://bank.test").complete((), "/", 200))
    assert b"strict-transport-security" in secure
    assert b"strict-transport-security" not in complete("/")
