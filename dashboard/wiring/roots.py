"""One process's Root: what it constructs once, and the units of work that it opens."""

from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from functools import partial

from sqlalchemy.ext.asyncio import AsyncSession
from threadpoolctl import threadpool_limits

from dashboard.bank.adapter import BankAdapter
from dashboard.bank.adapters import Doors
from dashboard.bank.adapters import adapters as money_adapters
from dashboard.bank.demo.ground import Settle
from dashboard.consents.layers import ConsentLayers
from dashboard.consents.repository import ConsentRepository
from dashboard.goals.adapter import GoalsAdapter
from dashboard.home.memory import LastGood
from dashboard.home.sources import PortOf, Sources
from dashboard.life.adapters import Doors as LifeDoors
from dashboard.life.adapters import adapters as life_adapters
from dashboard.life.demo.settling_repository import settle as settle_everyday
from dashboard.life.security.lookout import Lookout
from dashboard.people.entrance import Entrance
from dashboard.retention.model import Policy
from dashboard.retention.pruner import Pruner
from dashboard.rights.erasing import Eraser, ErasureParts
from dashboard.rights.export import Exporter
from dashboard.rights.pseudonyms import Pseudonyms
from dashboard.rights.watch import ErasureWatch
from dashboard.settings import Settings
from dashboard.wiring.partners import open_partners
from dashboard.wiring.process import Process
from dashboard.wiring.services import Services
from recommender.catalogue.repository import CatalogueRepository
from recommender.customers.repository import CustomerRepository
from recommender.followups.evaluation import store
from recommender.followups.refresher import Refresher
from recommender.imports.applying import Tools
from recommender.imports.repository import ImportRepository
from recommender.imports.service import ImportEngine, ImportService
from recommender.interactions.repository import InteractionRepository
from recommender.ports import AuditSink


class Root(Process):
    """One process's Process, with the units of work that it opens.

    Attributes:
        neighbours: What other domains add to a new demo bank.
    """

    neighbours: Sequence[Settle] = (settle_everyday,)

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        staging = settings.data_dir / "imports"
        self.imports = ImportService(
            ImportEngine(self.database, self.catalogue, self.recent, self._import_tools, staging),
            self.clock,
        )
        self.followups = Refresher(self._evaluate_followups)
        self.bank = BankAdapter(self.reading)
        self.partners = open_partners(self, self._region)
        self.home_sources = Sources(
            opened=self.reading,
            bank_of=self.bank.seen_by,
            catalogue=self.catalogue,
            kinds=self.partners.kinds,
            memory=LastGood(),
            clock=self.clock,
            zone=self.clock.zone,
            adapters=self._adapters(),
        )
        homes = self.open_homes
        self.lookout = Lookout(self.beside, homes.tell, lambda: bool(homes))
        self.entrance = Entrance(self.door, self.database, self.clock, self.passwords, self._audit)
        pseudonyms = Pseudonyms(lambda: self.door.signing.secret)
        self.engine.forgetting.append(self._forget)
        self.erasures = ErasureWatch(self.beside, pseudonyms, self.engine.forget)
        policy = Policy.of(settings)
        self.pruner = Pruner(self.database, self.clock, policy, settings.data_dir / "models")
        self.exporter = Exporter(self.database, self.clock)
        self.eraser = Eraser(ErasureParts(self.database, pseudonyms, self.clock, self._erased))

    async def start(self) -> None:
        """Start what runs beside the requests; FastAPI's lifespan never runs under Reflex."""
        # A matrix times a vector gains nothing from a second thread, and waits for it where the
        # cores are busy: scoring took 4 ms instead of 0.3 ms.
        threadpool_limits(limits=1, user_api="blas")
        self.erasures.start()
        self.lookout.start()

    async def stop(self) -> None:
        """Flush and close, in the reverse order."""
        await self.lookout.stop()
        await self.erasures.stop()
        await self.engine.offload.stop()
        await self.home_sources.running.close()
        await self.partners.outside.close()
        await self.writer.stop()
        await self.cache.close()
        await self.beside.close()
        await self.database.close()

    async def _evaluate_followups(self, customers: Collection[str]) -> None:
        """Evaluate beside the callers, each of whom holds a connection while it waits."""
        async with self.beside.reading() as session:
            app = Services(self, session)
            known = await app.followup_store.known(customers)
            changes = await app.evaluation.compare(customers, known)
        if changes:
            async with self.beside.writing() as session:
                app = Services(self, session, is_writing=True)
                await store(changes, app.followup_store, app.decision_log)

    async def _erased(self, customer_id: str) -> None:
        """Take nothing more about a customer, and drop what is remembered."""
        self.erasures.add(customer_id)
        self.engine.forget(customer_id)
        await self.cache.forget(customer_id)

    def _forget(self, customer_id: str | None) -> None:
        """Drop what the process remembers beside the engine; None is everybody."""
        for memory in (self.recent, self.scopes):
            memory.clear() if customer_id is None else memory.drop(customer_id)
        self.home_sources.memory.forget(customer_id)
        self.followups.drop()
        self.door.forget_all()

    def _adapters(self) -> dict[str, PortOf]:
        """Return the ports that are answered by services of ours, by name."""
        doors = Doors(self.reading, self.writing, self.clock)
        goals = partial(GoalsAdapter, self.reading, self.writing)
        everyday = life_adapters(LifeDoors(self.reading, self.writing))
        return {**money_adapters(doors), "goals": goals, **everyday}

    async def _region(self, customer_id: str) -> str:
        async with self.reading() as app:
            return (await app.customers.facts(customer_id)).region

    def _audit(self, session: AsyncSession) -> AuditSink:
        return Services(self, session).audit

    def _import_tools(self, session: AsyncSession) -> Tools:
        app = Services(self, session)
        return Tools(
            imports=ImportRepository(session),
            customers=CustomerRepository(session),
            items=CatalogueRepository(session),
            catalogue=app.catalogue,
            events=InteractionRepository(session),
            interactions=app.interactions,
            consents=ConsentLayers(ConsentRepository(session), self.scopes, self.clock),
            audit=app.audit,
            clock=self.clock,
        )

    @asynccontextmanager
    async def reading(self) -> "AsyncIterator[Services]":
        """Open services that change nothing."""
        await self.partners.source.refresh()
        async with self.database.reading() as session:
            yield Services(self, session)

    @asynccontextmanager
    async def writing(self) -> "AsyncIterator[Services]":
        """Open services in one transaction, committed at the end."""
        await self.partners.source.refresh()
        async with self.database.writing() as session:
            yield Services(self, session, is_writing=True)
