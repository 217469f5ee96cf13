"""Cookies to callers: signed, named per folder, and read past other products' cookies."""

import stat
from pathlib import Path

import pytest

from dashboard.people.door import NOBODY, Door
from dashboard.people.model import Caller
from dashboard.people.signing import Signing, hash_of
from dashboard.settings import Mode, Settings
from dashboard.wiring import Root
from recommender.database import Database


def scope(cookie: str, address: str = "192.0.2.1") -> dict[str, object]:
    return {"headers": [(b"cookie", cookie.encode())], "client": (address, 1)}


def door(folder: Path, **options: str) -> Door:
    settings = Settings(data_dir=folder, mode=Mode.PRODUCTION, **options)  # type: ignore[arg-type]
    database = Database("sqlite+aiosqlite://")

    async def nothing(*_: object) -> frozenset[str]:
        return frozenset()

    root_clock = Root(settings).clock
    return Door(settings, root_clock, database, nothing)


def test_two_folders_have_two_cookies(tmp_path: Path) -> None:
    assert door(tmp_path / "a").session_cookie != door(tmp_path / "b").session_cookie


def test_https_binds_the_cookie_to_the_host(tmp_path: Path) -> None:
    secure = door(tmp_path, public_url="https://bank.test")
    assert secure.session_cookie.startswith("__Host-companion_")
    assert secure.is_secure
    assert not door(tmp_path).is_secure


def test_visitor_is_who_the_signature_says(tmp_path: Path) -> None:
    made = door(tmp_path)
    cookie = made.signing.new_visitor()
    caller = made.caller(scope(f"{made.visitor_cookie}={cookie}"))
    assert caller.visitor == cookie.partition(".")[0]
    assert caller.is_known


@pytest.mark.parametrize("change", ["x{}", "{}x", "{}.{}", ""])
def test_changed_visitor_cookie_is_nobodys(tmp_path: Path, change: str) -> None:
    made = door(tmp_path)
    cookie = change.format(*(made.signing.new_visitor(),) * 2)
    assert not made.caller(scope(f"{made.visitor_cookie}={cookie}")).is_known


def test_visitor_of_another_instance_is_nobodys(tmp_path: Path) -> None:
    cookie = door(tmp_path / "a").signing.new_visitor()
    other = door(tmp_path / "b")
    assert other.caller(scope(f"{other.visitor_cookie}={cookie}")).visitor is None


def test_odd_cookies_of_others_hide_nothing(tmp_path: Path) -> None:
    made = door(tmp_path)
    cookie = f'a={{"x": 1}}; =; b; {made.session_cookie}=token'
    assert made.caller(scope(cookie)).session == hash_of("token")


async def test_caller_without_cookies_is_nobody(tmp_path: Path) -> None:
    assert await door(tmp_path).actor(Caller(None, None, "192.0.2.1")) is NOBODY


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("192.0.2.1", "198.51.100.7", "192.0.2.1"),
        ("10.0.0.1", "198.51.100.7", "198.51.100.7"),
        ("10.0.0.1", "203.0.113.1, 198.51.100.7", "198.51.100.7"),
        ("10.0.0.1", "198.51.100.7, 10.0.0.2", "198.51.100.7"),
        ("10.0.0.1", "", "10.0.0.1"),
    ],
)
def test_only_trusted_proxies_name_the_address(
    tmp_path: Path, peer: str, forwarded: str, address: str
) -> None:
    made = door(tmp_path, trusted_proxies="10.0.0.0/24")
    asked = {"headers": [(b"x-forwarded-for", forwarded.encode())], "client": (peer, 1)}
    assert made.caller(asked).address == address


def test_key_file_is_private_and_stays(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    first = Signing(settings).secret
    assert Signing(settings).secret == first
    assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o600
    assert [one.name for one in tmp_path.iterdir()] == ["secret.key"]


def test_secret_of_the_settings_makes_no_file(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, secret="from-outside")  # type: ignore[arg-type]
    assert Signing(settings).secret == b"from-outside"
    assert list(tmp_path.iterdir()) == []


def test_socket_token_is_its_owners_alone(tmp_path: Path) -> None:
    signing = Signing(Settings(data_dir=tmp_path))
    token = signing.socket_token("session:a")
    assert signing.is_socket_token(token, "session:a")
    assert not signing.is_socket_token(token, "session:b")
    assert not signing.is_socket_token(token[:-1] + "g", "session:a")
    assert not signing.is_socket_token("", "session:a")
