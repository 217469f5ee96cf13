"""Which hosts and addresses an outgoing request may reach."""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import httpx

from dashboard.platform.errors import OutsideFailed

Resolver = Callable[[str, int], Awaitable[list[str]]]

_UNICAST_6 = ip_network("2000::/3")
_NEVER = tuple(
    ip_network(one)
    for one in (
        "192.0.0.0/24",  # Protocol assignments.
        "192.88.99.0/24",  # Relays from IPv6 to IPv4.
        "2001::/23",  # Teredo and other tunnels: they carry an IPv4 address of anybody's choice.
        "2002::/16",  # 6to4, likewise.
    )
)


@dataclass(frozen=True, slots=True)
class Outbound:
    """Where requests may go.

    Attributes:
        hosts: `host`, or `host:port` where the port is not the scheme's own.
        allows_loopback: Listed hosts may be this machine itself, without TLS (demo only).
    """

    hosts: frozenset[str] = frozenset()
    allows_loopback: bool = False

    def check(self, url: httpx.URL) -> None:
        """Refuse an address that is not listed or not https.

        Raises:
            OutsideFailed: For the reason `host`.
        """
        if url.userinfo or url.fragment or not url.host:
            raise OutsideFailed("host", "An endpoint's address names a host and a path only.")
        is_plain = url.scheme == "http" and self.allows_loopback and is_this_machine(url.host)
        if url.scheme != "https" and not is_plain:
            raise OutsideFailed("host", "An endpoint is reached over https.")
        named = url.host if url.port is None else f"{url.host}:{url.port}"
        if named not in self.hosts:
            raise OutsideFailed("host", f"The host '{named}' is not on the bank's list.")

    def choose(self, found: list[str]) -> str:
        """Return the address to connect to: of several, none may be other than public.

        Raises:
            OutsideFailed: For the reason `address`.
        """
        addresses = [ip_address(one.partition("%")[0]) for one in found]
        if not addresses or not all(self._may_reach(one) for one in addresses):
            raise OutsideFailed("address", "The host's address is not a public one.")
        return str(addresses[0])

    def _may_reach(self, address: IPv4Address | IPv6Address) -> bool:
        return is_public(address) or (self.allows_loopback and address.is_loopback)


def is_this_machine(host: str) -> bool:
    """Say whether a host's name is loopback itself."""
    return host in ("localhost", "127.0.0.1", "::1")


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Say whether an address belongs to the public internet and to nothing else.

    IPv6 addresses that carry an IPv4 one (mapped, NAT64, 6to4, Teredo) are refused whole.
    """
    if address.is_multicast or address.is_reserved or not address.is_global:
        return False
    if isinstance(address, IPv6Address) and address not in _UNICAST_6:
        return False
    return not any(address.version == one.version and address in one for one in _NEVER)


async def resolve(host: str, port: int) -> list[str]:
    """Ask the system for a host's addresses."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(sockaddr[0]) for *_, sockaddr in found]
