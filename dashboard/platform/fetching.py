"""One fetch from outside: allowed hosts, few redirects, little time, little data, JSON only."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

import httpx

from dashboard.platform.errors import OutsideFailed

MOST_BYTES = 32_768
MOST_REDIRECTS = 2
TOTAL_SECONDS = 2.5
_REDIRECTS = (301, 302, 303, 307, 308)
_TIMEOUT = {"connect": 1.5, "read": TOTAL_SECONDS, "write": 1.0, "pool": 0.5}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a provider sent."""

    body: bytes
    headers: Mapping[str, str]


class Fetcher:
    """Gets JSON from outside; keeps no cookies, no connections and no other state.

    Args:
        transport: What connects; `PinnedTransport` checks each request, redirected ones too.
        seconds: Longest time of a whole fetch.
    """

    def __init__(self, transport: httpx.AsyncBaseTransport, seconds: float = TOTAL_SECONDS) -> None:
        self._transport = transport
        self._seconds = seconds

    async def get(self, address: str, headers: Mapping[str, str]) -> Answer:
        """Return the answer of an address.

        Raises:
            OutsideFailed: It was refused, failed, or took too long.
        """
        try:
            async with asyncio.timeout(self._seconds):
                return await self._follow(httpx.URL(address), headers)
        except TimeoutError as error:
            raise OutsideFailed("slow", "The provider took too long.") from error
        except (httpx.TransportError, httpx.InvalidURL, httpx.StreamError) as error:
            raise OutsideFailed("unreachable", "The provider cannot be reached.") from error

    async def _follow(self, url: httpx.URL, headers: Mapping[str, str]) -> Answer:
        for _ in range(MOST_REDIRECTS + 1):
            response = await self._transport.handle_async_request(_request(url, headers))
            try:
                if response.status_code not in _REDIRECTS:
                    return await _read(response)
                url = url.join(response.headers.get("location", ""))
            finally:
                await response.aclose()
        raise OutsideFailed("redirects", "The provider sends from one address to the next.")

    async def close(self) -> None:
        """Close what is open."""
        await self._transport.aclose()


def _request(url: httpx.URL, headers: Mapping[str, str]) -> httpx.Request:
    """Ask for plain JSON: a compressed answer could unfold to any size."""
    asked = {"accept": "application/json", "accept-encoding": "identity"}
    named = {"user-agent": "wealth-companion", "connection": "close"}
    return httpx.Request(
        "GET", url, headers=asked | named | dict(headers), extensions={"timeout": dict(_TIMEOUT)}
    )


async def _read(response: httpx.Response) -> Answer:
    """Read the body, and stop at the limit whatever its declared length says."""
    if response.status_code != httpx.codes.OK:
        raise OutsideFailed("status", f"The provider answered {response.status_code}.")
    media = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media != "application/json":
        raise OutsideFailed("type", "The provider sent something else than JSON.")
    if response.headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise OutsideFailed("type", "The provider sent a compressed answer.")
    body = bytearray()
    async for chunk in response.aiter_raw():
        body += chunk
        if len(body) > MOST_BYTES:
            raise OutsideFailed("size", f"The provider sent more than {MOST_BYTES} bytes.")
    return Answer(bytes(body), response.headers)
