"""The address of a client, believing only the proxies that the settings name."""

from collections.abc import Mapping
from functools import cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Any

from dashboard.settings import Settings

UNKNOWN = "unknown"


def client_address(scope: Mapping[str, Any], trusted: str) -> str:
    """Return the peer's address, or what trusted proxies say that it forwards for."""
    peer = (scope.get("client") or (UNKNOWN, 0))[0]
    if not trusted or not _is_trusted(peer, trusted):
        return str(peer)[:64]
    forwarded = header(scope, b"x-forwarded-for").split(",")
    for hop in reversed([one.strip() for one in forwarded if one.strip()]):
        if not _is_trusted(hop, trusted):
            return hop[:64]
    return str(peer)[:64]


def own_origins(settings: Settings) -> tuple[str, ...]:
    """Return the origins that our own pages have."""
    if settings.public_url:
        return (settings.origin,)
    return tuple(f"http://{host}:{settings.port}" for host in ("127.0.0.1", "localhost"))


def header(scope: Mapping[str, Any], name: bytes) -> str:
    """Return a header's value (repeated ones joined), or an empty text."""
    values = [value for key, value in scope.get("headers", ()) if key == name]
    joined = (b"; " if name == b"cookie" else b", ").join(values)
    return joined.decode("latin-1")


def is_loopback(address: str) -> bool:
    """Say whether the address is this machine."""
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def _is_trusted(address: str, trusted: str) -> bool:
    try:
        own = ip_address(address)
    except ValueError:
        return False
    return any(own in network for network in _networks(trusted))


@cache
def _networks(trusted: str) -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(ip_network(one.strip(), strict=False) for one in trusted.split(",") if one.strip())
