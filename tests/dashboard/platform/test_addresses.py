"""Where outgoing requests may go."""

from ipaddress import ip_address

import httpx
import pytest

from dashboard.platform.addresses import Outbound, is_public, resolve
from dashboard.platform.errors import OutsideFailed

LISTED = Outbound(frozenset({"cards.example", "cards.example:8443"}))
LOOPBACK = Outbound(frozenset({"127.0.0.1:9000"}), allows_loopback=True)


@pytest.mark.parametrize(
    "address",
    [
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "127.0.0.1",
        "127.8.8.8",
        "0.0.0.0",  # noqa: S104
        "169.254.169.254",
        "100.64.0.1",
        "198.18.0.1",
        "192.0.2.1",
        "192.88.99.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:8.8.8.8",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "2001:0:7f00:1::",
        "2001:db8::1",
        "fe80::1",
        "fc00::1",
        "fec0::1",
        "ff02::1",
        "ff0e::1",
    ],
)
def test_address_that_is_not_public_is_refused(address):
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "2606:4700:4700::1111"])
def test_public_address_is_allowed(address):
    assert is_public(ip_address(address))


def test_one_private_address_among_public_ones_refuses_them_all():
    with pytest.raises(OutsideFailed) as failed:
        LISTED.choose(["8.8.8.8", "10.0.0.1"])
    assert failed.value.reason == "address"


def test_host_without_an_address_is_refused():
    with pytest.raises(OutsideFailed):
        LISTED.choose([])


@pytest.mark.parametrize(
    "url",
    [
        "http://cards.example/a",
        "https://other.example/a",
        "https://cards.example:9443/a",
        "https://cards.example.other.example/a",
        "https://user@cards.example/a",
        "https://cards.example/a#b",
        "ftp://cards.example/a",
        "https://8.8.8.8/a",
        "/a",
    ],
)
def test_address_that_is_not_listed_is_refused(url):
    with pytest.raises(OutsideFailed) as failed:
        LISTED.check(httpx.URL(url))
    assert failed.value.reason == "host"


@pytest.mark.parametrize("url", ["https://cards.example/a", "https://cards.example:8443/b?c=d"])
def test_listed_host_is_allowed(url):
    LISTED.check(httpx.URL(url))


def test_this_machine_is_reached_in_a_demo_on_the_listed_port_only():
    LOOPBACK.check(httpx.URL("http://127.0.0.1:9000/a"))
    for url in ("http://127.0.0.1:6379/a", "http://localhost:9000/a"):
        with pytest.raises(OutsideFailed):
            LOOPBACK.check(httpx.URL(url))


def test_this_machine_is_not_reached_without_the_demo_setting():
    strict = Outbound(frozenset({"127.0.0.1:9000"}))
    with pytest.raises(OutsideFailed):
        strict.check(httpx.URL("http://127.0.0.1:9000/a"))
    with pytest.raises(OutsideFailed):
        strict.choose(["127.0.0.1"])


def test_demo_setting_opens_loopback_and_no_other_private_net():
    assert LOOPBACK.choose(["127.0.0.1"]) == "127.0.0.1"
    with pytest.raises(OutsideFailed):
        LOOPBACK.choose(["192.168.1.1"])


async def test_system_resolves_names_to_addresses():
    assert await resolve("127.0.0.1", 80) == ["127.0.0.1"]
