"""What a process constructs once: database, caches, writer, engine, door."""

from typing import TYPE_CHECKING

from sqlalchemy.ext.asyncio import AsyncSession

from content.masks import ContentMasks
from content.results.service import ShownTo
from content.shelf import CardShelf
from dashboard.audit.anchors import AnchorFolder
from dashboard.cache import Cache
from dashboard.clock import BankClock
from dashboard.consents.scopes import ScopeCache
from dashboard.desk.portfolios import Portfolios
from dashboard.home.open_homes import OpenHomes
from dashboard.home.sources import Sources
from dashboard.layouts.homes import BankHomes
from dashboard.people.callers import Callers
from dashboard.people.door import Door
from dashboard.people.keyring import Keyring
from dashboard.people.passwords import Passwords
from dashboard.rights.watch import ErasureWatch
from dashboard.settings import Settings
from recommender.catalogue.model import SERVICE, CatalogueItem
from recommender.catalogue.snapshot import CatalogueCache
from recommender.database import Database
from recommender.experiments.active import ActiveModel
from recommender.experiments.engine import Engine
from recommender.followups.refresher import Refresher
from recommender.interactions.recent import RecentInteractions
from recommender.interactions.writer import BatchWriter
from recommender.language import LANGUAGES, say
from recommender.offload.pool import Offload
from recommender.rules.source import PolicySource
from recommender.trials.source import RunningTrials
from widgets.registry import catalogue as widget_kinds

if TYPE_CHECKING:
    from dashboard.wiring.partners import Partners


class Process:
    """What lives as long as the process and needs no unit of work to be made.

    Attributes:
        followups: Brings follow-ups up to date; made by `Root`, because it opens units of work.
        home_sources: What homes are made from; made by `Root` likewise.
        erasures: Who was erased; made by `Root`, because everything forgets them.
        partners: What kinds from outside need; made by `Root`, because it opens units of work.
    """

    followups: Refresher
    home_sources: Sources
    erasures: ErasureWatch
    partners: "Partners"

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.clock = BankClock(settings.zone, settings.now)
        self.database = Database(settings.database)
        redis = settings.redis_url
        self.cache = Cache(redis.get_secret_value() if redis else None)
        self.beside = Database(settings.database, beside=self.database)
        self.writer = BatchWriter(self.beside)
        self.catalogue = CatalogueCache(self.beside, services())
        self.scopes = ScopeCache(self.beside, settings.assumed_purposes)
        self.recent = RecentInteractions(self.beside)
        self.anchors = AnchorFolder(settings.data_dir / "audit" / "anchors")
        self.shelf = CardShelf(self.database)
        self.bank_homes = BankHomes(self.beside)
        shown_to = ShownTo(self.database, self.clock)
        self.content_masks = ContentMasks(self.shelf, shown_to, self.clock.day_of)
        self.models = ActiveModel(self.beside, settings.data_dir / "models")
        self.engine = Engine(self.clock, self.clock.zone, self.catalogue, self.models)
        self.policy = PolicySource(self.beside, settings.rule_set)
        self.engine.rules = self.policy
        self.engine.offload = Offload(settings.deciders)
        self.trials = RunningTrials(self.beside, settings.held_out_share)
        self.engine.trials = self.trials
        self.callers = Callers()
        self.open_homes = OpenHomes()
        self.passwords = Passwords()
        self.door = Door(settings, self.clock, self.database, _portfolio)
        self.keys = Keyring(self.clock, self.database)


async def _portfolio(session: AsyncSession, user_id: str) -> frozenset[str]:
    return await Portfolios(session).portfolio(user_id)


def services() -> list[CatalogueItem]:
    """List the widget kinds as services that the recommender may rank."""
    return [
        CatalogueItem(SERVICE, kind, {one: say(one, widget.title) for one in LANGUAGES})
        for kind, widget in widget_kinds().items()
    ]
