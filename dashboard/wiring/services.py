"""What a unit of work constructs: every service, on one session."""

from functools import cached_property

from content.cards.repository import CardRepository
from content.cards.service import CardService
from content.estimate import EstimateService
from content.feed import FeedParts, FeedService
from content.linking import CatalogueListing
from content.media.repository import MediaRepository
from content.media.service import MediaService
from content.reading import ReadingService
from content.results.repository import ResultsRepository
from content.results.service import ResultsService
from dashboard.commands.answers import Answers
from dashboard.commands.search import Search
from dashboard.commands.service import CommandService
from dashboard.desk.service import DeskService, DeskSources
from dashboard.home.loading import granted_to
from dashboard.home.offers import OfferService
from dashboard.home.service import HomeService
from dashboard.home.settings import SettingsService
from dashboard.layouts.repository import LayoutRepository
from dashboard.layouts.service import Layouts
from dashboard.layouts.standards import Shelf, StandardService
from dashboard.notices.repository import NoticeRepository
from dashboard.notices.service import Notices
from dashboard.platform.embed_repository import EmbedRepository
from dashboard.platform.embeds import Embed, EmbedRules, EmbedService
from dashboard.platform.repository import PlatformRepository
from dashboard.platform.service import PlatformService
from dashboard.preferences.model import Preferences
from dashboard.wiring.life import LifeServices
from recommender.catalogue.repository import CatalogueRepository
from recommender.customers.repository import find
from recommender.ports import CUSTOMER, Actor
from widgets.registry import catalogue as widget_kinds
from widgets.tile import Tile, load


class Services(LifeServices):
    """The services of one unit of work, each built when it is first asked for."""

    @cached_property
    def desk(self) -> DeskService:
        """Customers as their advisers see them."""
        sources = DeskSources(
            bank=self.bank,
            customers=self.customers,
            interactions=self.interactions,
            recommend=self.recommend,
            decisions=self.decisions,
            followups=self.followups,
            contacts=self.contacts,
        )
        return DeskService(sources, self.root.catalogue, self.audit, self.clock)

    @cached_property
    def cards(self) -> CardService:
        """Content cards, for the people who make and check them."""
        return CardService(
            CardRepository(self.session),
            self.changes,
            CatalogueListing(CatalogueRepository(self.session), self.clock),
            audit=self.audit,
            clock=self.clock,
            zone=self.clock.zone,
        )

    @cached_property
    def reading(self) -> ReadingService:
        """One published card for one reader."""
        cards = CardRepository(self.session)
        return ReadingService(cards, self.root.content_masks, self.customers, self.clock)

    @cached_property
    def feed(self) -> FeedService:
        """Published cards, ranked for one reader."""
        root = self.root
        parts = FeedParts(root.shelf, root.content_masks, root.catalogue, root.engine.masks)
        return FeedService(parts, self.recommend, self.clock)

    @cached_property
    def results(self) -> ResultsService:
        """What became of cards."""
        return ResultsService(ResultsRepository(self.session), CardRepository(self.session))

    @cached_property
    def estimates(self) -> EstimateService:
        """Whom an audience reaches."""
        return EstimateService(self.customers, self.clock)

    @cached_property
    def media(self) -> MediaService:
        """Pictures for cards."""
        return MediaService(MediaRepository(self.session), self.audit, self.clock)

    @cached_property
    def layouts(self) -> Layouts:
        """The customers' own layouts."""
        store = LayoutRepository(self.session)
        kinds, homes = self.root.partners.kinds, self.root.bank_homes
        return Layouts(store, kinds, segment_of=self._segment, clock=self.clock, homes=homes)

    @cached_property
    def standards(self) -> StandardService:
        """The bank's own homes, for the people who write and check them."""
        shelf, kinds = Shelf(self.session, self.root.bank_homes), self.root.partners.kinds
        return StandardService(shelf, self.changes, kinds, audit=self.audit, clock=self.clock)

    @cached_property
    def home(self) -> HomeService:
        """Homes with their data; each tile opens its own unit of work."""
        return HomeService(self.root.home_sources)

    @cached_property
    def platform(self) -> PlatformService:
        """Kinds from outside, for those who offer and check them."""
        partners = self.root.partners
        return PlatformService(
            PlatformRepository(self.session, partners.source.drop),
            self.changes,
            partners.outbound,
            taken=widget_kinds().keys(),
            audit=self.audit,
            clock=self.clock,
        )

    @cached_property
    def embeds(self) -> EmbedService:
        """Single cards on other sites."""
        partners = self.root.partners
        rules = EmbedRules(
            kinds=partners.kinds,
            sites=self.root.settings.embed_sites,
            consents=self.root.scopes,
            signatures=partners.signatures,
            limits=partners.embed_limits,
            load=self._one_card,
        )
        repository = EmbedRepository(self.session)
        return EmbedService(repository, rules, audit=self.audit, clock=self.clock)

    async def _one_card(self, embed: Embed, language: str) -> Tile:
        """Load the card of an embed as its customer would see it, with nothing to be done."""
        me = embed.customer_id
        actor = Actor(f"embed:{embed.id}", frozenset({CUSTOMER}), customer_id=me)
        context = self.root.home_sources.context(actor, me, Preferences(), language)
        known = self.root.partners.kinds[embed.kind]
        return await load(embed.id, known, embed.config, granted_to(context, known))

    @cached_property
    def commands(self) -> CommandService:
        """The command bar."""
        return CommandService(
            self.layouts,
            self.preferences,
            self.root.partners.kinds,
            answers=Answers(self.bank, self.preferences),
            search=Search(self.recommend),
        )

    @cached_property
    def tile_settings(self) -> SettingsService:
        """What can be set on the cards of a home."""
        return SettingsService(self.root.home_sources, self.layouts)

    @cached_property
    def offers(self) -> OfferService:
        """Kinds of cards that a customer may place."""
        return OfferService(self.root.home_sources)

    @cached_property
    def notices(self) -> Notices:
        """What the bank must tell."""
        store = NoticeRepository(self.session)
        return Notices(store, segment_of=self._segment, clock=self.clock)

    async def _segment(self, customer_id: str) -> str:
        found = await self.root.beside.look(lambda connection: find(connection, customer_id))
        return (found or await self.customers.facts(customer_id)).segment
