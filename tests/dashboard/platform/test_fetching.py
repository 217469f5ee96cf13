"""Fetches against real servers on loopback that answer well, late, too much, or elsewhere."""

import asyncio
import gzip

import httpx
import pytest

from dashboard.platform.addresses import Outbound
from dashboard.platform.errors import OutsideFailed
from dashboard.platform.fetching import MOST_BYTES, Fetcher
from dashboard.platform.transport import PinnedTransport
from tests.support import outside


def fetcher(*hosts, seconds=2.5, resolver=None):
    outbound = Outbound(frozenset(hosts), allows_loopback=True)
    given = {} if resolver is None else {"resolver": resolver}
    return Fetcher(PinnedTransport(outbound, **given), seconds)


def sending(raw):
    async def act(_provider, writer):
        writer.write(raw)

    return act


def redirecting(*targets):
    """Answer each request by sending it to the next of the targets."""
    left = list(targets)

    async def act(_provider, writer):
        writer.write(outside.http(b"", {"location": left.pop(0)}, "302 Found"))

    return act


async def refused(made, *hosts, **given):
    """Return why a fetch from a provider was refused."""
    getting = fetcher(made.host, *hosts, **given)
    with pytest.raises(OutsideFailed) as failed:
        await getting.get(made.endpoint, {})
    await getting.close()
    return failed.value.reason


async def test_answer_of_a_listed_host_arrives_whole():
    async with outside.provider(sending(outside.http(b'{"a":1}'))) as made:
        getting = fetcher(made.host)
        answer = await getting.get(made.endpoint, {"authorization": "Bearer x"})
        await getting.close()
    assert answer.body == b'{"a":1}'
    assert made.requests[0]["authorization"] == "Bearer x"
    assert made.requests[0]["accept-encoding"] == "identity"
    assert made.requests[0]["host"] == made.host


async def test_hanging_provider_costs_the_time_limit_only():
    async with outside.provider(outside.hanging) as made:
        assert await refused(made, seconds=0.2) == "slow"


async def test_answer_that_drips_is_cut_off_by_the_total_time():
    async def dripping(_provider, writer):
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n")
        for _ in range(100):
            writer.write(b" ")
            await writer.drain()
            await asyncio.sleep(0.05)

    async with outside.provider(dripping) as made:
        assert await refused(made, seconds=0.4) == "slow"


async def test_ten_megabytes_are_cut_off_while_they_arrive():
    async with outside.provider(outside.flooding) as made:
        assert await refused(made) == "size"


async def test_compressed_bomb_is_never_unfolded():
    bomb = gzip.compress(b"[" * 10_000_000)
    assert len(bomb) < MOST_BYTES
    raw = outside.http(bomb, {"content-encoding": "gzip"})
    async with outside.provider(sending(raw)) as made:
        assert await refused(made) == "type"


async def test_other_media_type_is_refused():
    raw = outside.http(b"<p>", {"content-type": "text/html"})
    async with outside.provider(sending(raw)) as made:
        assert await refused(made) == "type"


async def test_crash_is_told_as_a_status():
    async with outside.provider(outside.crashing) as made:
        assert await refused(made) == "status"


async def test_answer_that_is_no_http_is_unreachable():
    async with outside.provider(sending(b"\x00\x01garbage\r\n\r\n")) as made:
        assert await refused(made) == "unreachable"


async def test_closed_port_is_unreachable():
    async with outside.provider() as made:
        pass
    assert await refused(made) == "unreachable"


async def test_redirect_to_a_listed_host_is_followed():
    async with (
        outside.provider(sending(outside.http(b"{}"))) as second,
        outside.provider(redirecting(second.endpoint)) as first,
    ):
        getting = fetcher(first.host, second.host)
        assert (await getting.get(first.endpoint, {})).body == b"{}"
        await getting.close()


async def test_third_redirect_is_refused():
    async with outside.provider(redirecting("/1", "/2", "/3", "/4")) as made:
        assert await refused(made) == "redirects"
    assert len(made.requests) == 3


@pytest.mark.parametrize(
    "target",
    [
        "http://169.254.169.254/latest/meta-data",
        "http://127.0.0.1:6379/",
        "https://10.0.0.1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "file:///etc/passwd",
        "//10.0.0.1/",
        "https://other.example/",
    ],
)
async def test_redirect_to_what_is_not_listed_is_refused(target):
    async with outside.provider(redirecting(target)) as made:
        assert await refused(made) == "host"


async def test_redirect_to_a_listed_name_with_a_private_address_is_refused():
    async def resolver(host, _port):
        return ["10.0.0.1"] if host == "cards.example" else [host]

    async with outside.provider(redirecting("https://cards.example/card")) as made:
        assert await refused(made, "cards.example", resolver=resolver) == "address"


async def test_redirect_to_a_listed_name_with_a_mapped_address_is_refused():
    async def resolver(host, _port):
        return ["::ffff:127.0.0.1"] if host == "cards.example" else [host]

    strict = Outbound(frozenset({"cards.example"}))
    with pytest.raises(OutsideFailed) as failed:
        await Fetcher(PinnedTransport(strict, resolver)).get("https://cards.example/", {})
    assert failed.value.reason == "address"


class Recorder(httpx.AsyncBaseTransport):
    """Stands for the network: notes where a connection would go."""

    def __init__(self):
        self.requests = []

    async def handle_async_request(self, request):
        self.requests.append(request)
        headers = {"content-type": "application/json"}
        return httpx.Response(200, headers=headers, stream=httpx.ByteStream(b"{}"))


async def test_name_that_turns_private_after_the_check_is_never_asked_for_again():
    answers = [["8.8.8.8"], ["127.0.0.1"]]

    async def rebinding(_host, _port):
        return answers.pop(0)

    outbound, network = Outbound(frozenset({"cards.example"})), Recorder()
    getting = Fetcher(PinnedTransport(outbound, rebinding, network))
    await getting.get("https://cards.example/card", {})
    assert [request.url.host for request in network.requests] == ["8.8.8.8"]
    assert len(answers) == 1
    assert network.requests[0].extensions["sni_hostname"] == "cards.example"
    assert network.requests[0].headers["host"] == "cards.example"


async def test_second_fetch_of_a_name_that_turned_private_is_refused():
    answers = [["8.8.8.8"], ["127.0.0.1"]]

    async def rebinding(_host, _port):
        return answers.pop(0)

    outbound, network = Outbound(frozenset({"cards.example"})), Recorder()
    getting = Fetcher(PinnedTransport(outbound, rebinding, network))
    await getting.get("https://cards.example/card", {})
    with pytest.raises(OutsideFailed) as failed:
        await getting.get("https://cards.example/card", {})
    assert failed.value.reason == "address"
    assert len(network.requests) == 1


async def test_cookie_of_a_provider_is_never_sent_back():
    raw = outside.http(b"{}", {"set-cookie": "track=1; Path=/"})
    async with outside.provider(sending(raw)) as made:
        getting = fetcher(made.host)
        await getting.get(made.endpoint, {})
        await getting.get(made.endpoint, {})
        await getting.close()
    assert len(made.requests) == 2
    assert "cookie" not in made.requests[1]


async def test_server_without_a_certificate_is_refused_over_https():
    async with outside.provider() as made:
        getting = fetcher(made.host)
        with pytest.raises(OutsideFailed) as failed:
            await getting.get(made.endpoint.replace("http://", "https://"), {})
        await getting.close()
    assert failed.value.reason == "unreachable"
