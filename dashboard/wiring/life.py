"""The services of everyday life in a unit of work."""

from datetime import datetime
from functools import cached_property

from dashboard.bank.cards.payment_repository import CardPaymentRepository
from dashboard.bank.cards.payments import CardPayments
from dashboard.bank.cards.repository import CardRepository
from dashboard.bank.repository import BankRepository
from dashboard.desk.portfolios.repository import PortfolioRepository
from dashboard.errors import NotFound
from dashboard.life.adapters import Everyday
from dashboard.life.advice.model import About
from dashboard.life.advice.repository import ThreadRepository
from dashboard.life.advice.service import AdviceService
from dashboard.life.benefits.repository import BenefitRepository
from dashboard.life.benefits.service import BenefitService
from dashboard.life.billers.repository import BillerRepository
from dashboard.life.billers.service import BillerService
from dashboard.life.business.repository import BusinessRepository
from dashboard.life.business.service import BusinessService
from dashboard.life.charity.repository import CharityRepository
from dashboard.life.charity.service import CharityService
from dashboard.life.citizen.repository import CitizenRepository
from dashboard.life.citizen.service import CitizenService
from dashboard.life.family.repository import FamilyRepository
from dashboard.life.family.service import FamilyService
from dashboard.life.papers.repository import PaperRepository
from dashboard.life.papers.service import PaperService
from dashboard.life.places.repository import PlaceRepository
from dashboard.life.places.service import PlaceService
from dashboard.life.purse import Purse
from dashboard.life.security.repository import SecurityRepository
from dashboard.life.security.service import SecurityService
from dashboard.life.tax.repository import TaxRepository
from dashboard.life.tax.service import TaxService
from dashboard.life.travel.repository import TravelRepository
from dashboard.life.travel.service import TravelService
from dashboard.people.repository import Users
from dashboard.wiring.money import MoneyServices
from recommender.language import SIMPLIFIED
from recommender.ports import SYSTEM_ACTOR, Actor
from widgets.ports import Texts

INSURANCE = "insurance"


class LifeServices(MoneyServices):
    """Bills, public services, security, benefits, appointments, papers, family, firms."""

    @cached_property
    def life(self) -> Everyday:
        """All of them."""
        audit, clock, session = self.audit, self.clock, self.session
        security = self._security
        places = PlaceService(PlaceRepository(session), self._region_of, audit, clock)
        return Everyday(
            billers=BillerService(
                self._billers, self._purse, self._region_of, audit=audit, clock=clock
            ),
            citizen=CitizenService(CitizenRepository(session), self._region_of),
            security=security,
            benefits=self._benefits,
            places=places,
            advice=self._advice(places),
            papers=PaperService(PaperRepository(session), clock),
            tax=TaxService(TaxRepository(session), clock),
            travel=self._travel,
            family=FamilyService(FamilyRepository(session), self.bank, audit, clock),
            business=self._business,
            charity=CharityService(CharityRepository(session), self._purse, audit, clock),
        )

    @cached_property
    def card_payments(self) -> CardPayments:
        """What shops ask of cards; frozen accounts pay nothing by card either."""
        stores = CardRepository(self.session), CardPaymentRepository(self.session)
        return CardPayments(stores, self.ledger, self._security.is_frozen, self.clock)

    @cached_property
    def _billers(self) -> BillerRepository:
        return BillerRepository(self.session)

    @cached_property
    def _security(self) -> SecurityService:
        store = SecurityRepository(self.session)
        tell = self.root.open_homes.tell
        return SecurityService(store, self.ledger, self.audit, self.clock, tell=tell)

    @cached_property
    def _purse(self) -> Purse:
        store = BankRepository(self.session)
        return Purse(store, self.ledger, self._security.is_frozen, self.clock)

    @cached_property
    def _benefits(self) -> BenefitService:
        places = PlaceRepository(self.session)
        proofs = {
            "bill": lambda customer: self._billers.has_paid_here(customer, self._month_began()),
            "appointment": lambda customer: places.has_booked(customer, self._month_began()),
        }
        return BenefitService(BenefitRepository(self.session), proofs, self.audit, self.clock)

    @cached_property
    def _travel(self) -> TravelService:
        return TravelService(
            TravelRepository(self.session),
            BankRepository(self.session),
            self._is_insured,
            audit=self.audit,
            clock=self.clock,
        )

    @cached_property
    def _business(self) -> BusinessService:
        return BusinessService(
            BusinessRepository(self.session),
            self.bank,
            self._segment_of,
            audit=self.audit,
            clock=self.clock,
        )

    def _advice(self, places: PlaceService) -> AdviceService:
        async def free_at(customer_id: str) -> datetime | None:
            diary = await places.diary(SYSTEM_ACTOR, customer_id)
            return diary.free[0].starts_at if diary and diary.free else None

        return AdviceService(
            ThreadRepository(self.session),
            self._adviser_of,
            free_at,
            was_shown=self._was_shown,
            audit=self.audit,
            clock=self.clock,
        )

    async def _was_shown(self, actor: Actor, customer_id: str, about: About) -> bool:
        """Say whether a decision about this customer has shown an item."""
        try:
            found = await self.decisions.get(actor, str(about.decision_id), SIMPLIFIED)
        except NotFound:
            return False
        shown = {(one.kind, one.id) for one in found.items}
        return found.customer_id == customer_id and (about.kind, about.item_id) in shown

    async def _adviser_of(self, customer_id: str) -> Texts | None:
        rm = await PortfolioRepository(self.session).rm_of(customer_id)
        user = await Users(self.session).get(rm) if rm else None
        return dict(user.names) if user else None

    async def _is_insured(self, customer_id: str) -> bool:
        held = await self.bank.holdings(SYSTEM_ACTOR, customer_id)
        return any(one.product_type == INSURANCE for one in held)

    async def _region_of(self, customer_id: str) -> str:
        try:
            return (await self.customers.facts(customer_id)).region
        except NotFound:
            return ""

    async def _segment_of(self, customer_id: str) -> str:
        try:
            return (await self.customers.facts(customer_id)).segment
        except NotFound:
            return ""

    def _month_began(self) -> datetime:
        """Return the first instant of the bank's month."""
        here = self.clock.now().astimezone(self.clock.zone)
        return here.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
