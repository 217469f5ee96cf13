"""What a provider is told of a customer: what its kind was granted, and only with consent."""

from collections.abc import Awaitable, Callable
from typing import Any

from dashboard.consents.scopes import ScopeCache
from dashboard.platform.model import Manifest, Sharing
from dashboard.platform.signing import Signatures
from recommender.ports import PARTNER
from widgets.base import Context
from widgets.errors import NoData

RegionOf = Callable[[str], Awaitable[str]]
NOT_CONSENTED = "This card needs your consent to share data with partners."


class Sharer:
    """Makes what one request tells of its customer.

    Args:
        consents: Asked at every serve, so that a withdrawal counts at once.
        region_of: Where a customer lives.
    """

    def __init__(self, consents: ScopeCache, signatures: Signatures, region_of: RegionOf) -> None:
        self._consents = consents
        self._signatures = signatures
        self._region_of = region_of

    async def told(self, manifest: Manifest, context: Context) -> dict[str, Any]:
        """Return what was granted; empty for a kind that asks for nothing.

        Raises:
            NoData: The customer does not consent to sharing with partners.
        """
        if not manifest.shares:
            return {}
        scope = await self._consents.of(context.customer_id)
        if not scope.allows(PARTNER):
            raise NoData(NOT_CONSENTED, label="Your consents", href="/me")
        return {one: await self._value(one, manifest, context) for one in manifest.shares}

    async def _value(self, sharing: Sharing, manifest: Manifest, context: Context) -> str | bool:
        if sharing == "reference":
            return self._signatures.pseudonym(manifest.provider, context.customer_id)
        if sharing == "region":
            return await self._region_of(context.customer_id)
        plain: dict[str, str | bool] = {
            "language": context.language,
            "senior": context.senior,
            "query": context.query,
        }
        return plain[sharing]
