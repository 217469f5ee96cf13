"""What a process needs for kinds from outside: made once, closed at its end."""

from dataclasses import dataclass

import httpx

from dashboard.limits import Buckets
from dashboard.platform.addresses import Outbound
from dashboard.platform.fetching import Fetcher
from dashboard.platform.outside import Outside
from dashboard.platform.sharing import RegionOf, Sharer
from dashboard.platform.signing import Signatures
from dashboard.platform.source import Kinds, PlatformSource
from dashboard.platform.transport import PinnedTransport
from dashboard.wiring.process import Process
from widgets.registry import catalogue


@dataclass(frozen=True, slots=True)
class Partners:
    """The process's side of the platform.

    Attributes:
        outbound: Which hosts may be asked.
        signatures: Signs requests and names customers towards providers.
        outside: The one way to their data.
        source: What is approved, as last read.
        kinds: Every kind that there is now, ours and theirs.
        embed_limits: How often each card on another site is asked for.
    """

    outbound: Outbound
    signatures: Signatures
    outside: Outside
    source: PlatformSource
    kinds: Kinds
    embed_limits: Buckets


def open_partners(
    process: Process, region_of: RegionOf, transport: httpx.AsyncBaseTransport | None = None
) -> Partners:
    """Make the parts; nothing is asked before a card from outside is loaded."""
    settings = process.settings
    outbound = Outbound(settings.platform_hosts, settings.platform_loopback)
    signatures = Signatures(lambda: process.door.signing.secret, settings.origin)
    outside = Outside(
        Fetcher(transport or PinnedTransport(outbound)),
        Sharer(process.scopes, signatures, region_of),
        signatures,
        clock=process.clock,
    )
    source = PlatformSource(process.beside, outside)
    limits = Buckets(burst=30, per_second=1)
    return Partners(outbound, signatures, outside, source, Kinds(catalogue(), source), limits)
