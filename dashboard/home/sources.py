"""What homes are made from; it lives as long as the process."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from typing import Any

from dashboard.home.arrivals import Running
from dashboard.home.breakers import Breakers
from dashboard.home.memory import LastGood
from dashboard.home.ports import Opener, OwnNotices, RankedCards, RankedProducts
from dashboard.preferences.model import Preferences
from recommender.catalogue.snapshot import CatalogueCache
from recommender.language import SIMPLIFIED
from recommender.ports import Actor, Clock
from widgets.base import Context, Widget
from widgets.ports import Bank, Ports

PortOf = Callable[[Actor], Any]


@dataclass(frozen=True, slots=True)
class Sources:
    """What a home asks.

    Attributes:
        adapters: The other ports by name, each as an actor may see it.
        zone: The bank's, in which days and hours are told.
    """

    opened: Opener
    bank_of: Callable[[Actor], Bank]
    catalogue: CatalogueCache
    kinds: Mapping[str, Widget]
    memory: LastGood
    clock: Clock
    adapters: Mapping[str, PortOf] = field(default_factory=dict)
    zone: tzinfo = UTC
    breakers: Breakers = field(default_factory=Breakers)
    running: Running = field(default_factory=Running)

    def context(
        self, actor: Actor, customer_id: str, shown: Preferences, language: str = ""
    ) -> Context:
        """Return who looks, when, in which language, with every port."""
        return Context(
            customer_id=customer_id,
            language=language or shown.language or SIMPLIFIED,
            now=self.clock.now(),
            today=self.clock.today(),
            ports=self._ports(actor),
            senior=shown.senior,
        )

    def _ports(self, actor: Actor) -> Ports:
        return Ports(
            bank=self.bank_of(actor),
            recommend=RankedProducts(self.opened, actor, self.catalogue, self.clock),
            feed=RankedCards(self.opened, actor),
            notices=OwnNotices(self.opened, actor),
            **{name: of(actor) for name, of in self.adapters.items()},
        )
