"""Connections to providers: the host is resolved once, and that address is connected to."""

import socket

import httpx

from dashboard.platform.addresses import Outbound, Resolver, resolve
from dashboard.platform.errors import OutsideFailed

MOST_CONNECTIONS = 40


class PinnedTransport(httpx.AsyncBaseTransport):
    """Resolves a request's host, checks the address, and connects to exactly that one.

    The certificate is still held against the host's name. Connections are never kept: a kept one
    could be found by its address and serve another host.

    Args:
        outbound: Which addresses may be reached.
        resolver: Asked once for each request.
        inner: What connects; the network by default.
    """

    def __init__(
        self,
        outbound: Outbound,
        resolver: Resolver = resolve,
        inner: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._outbound = outbound
        self._resolve = resolver
        self._inner = inner

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request to the address that its host has now."""
        self._outbound.check(request.url)
        host, port = request.url.host, request.url.port or 443
        try:
            address = self._outbound.choose(await self._resolve(host, port))
        except socket.gaierror as error:
            raise OutsideFailed("unreachable", "The provider's host is not known.") from error
        pinned = httpx.Request(
            request.method,
            request.url.copy_with(host=address),
            headers=request.headers,
            stream=request.stream,
            extensions={**request.extensions, "sni_hostname": host},
        )
        return await self._network().handle_async_request(pinned)

    async def aclose(self) -> None:
        """Close the connections that are open."""
        if self._inner is not None:
            await self._inner.aclose()

    def _network(self) -> httpx.AsyncBaseTransport:
        """Make the network's side when it is first needed: reading certificates takes a while."""
        if self._inner is None:
            limits = httpx.Limits(max_connections=MOST_CONNECTIONS, max_keepalive_connections=0)
            self._inner = httpx.AsyncHTTPTransport(limits=limits, trust_env=False, http2=False)
        return self._inner
