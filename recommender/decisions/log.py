"""Writing decisions down before their answer leaves."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from recommender.commit import after_commit
from recommender.database import Database
from recommender.decisions.record import Draft
from recommender.decisions.repository import DecisionRepository, rows_of
from recommender.interactions.writer import BatchWriter

Bodies = Mapping[str, bytes]


class DecisionStore(Protocol):
    """Where decisions go: the process's writer, or the unit of work that is writing anyway.

    Attributes:
        is_committing: Whether what was stored is committed when the call returns.
    """

    is_committing: bool

    async def keep(self, records: Sequence[Draft]) -> None:
        """Store records."""
        ...

    async def share(self, bodies: Bodies, at: datetime, known: set[str]) -> None:
        """Store shared inputs and add their names to `known` once they are committed."""
        ...


class WriterStore:
    """Stores through the process's batching writer: returns when all is committed."""

    is_committing = True

    def __init__(self, writer: BatchWriter, database: Database) -> None:
        self._writer = writer
        self._database = database

    async def keep(self, records: Sequence[Draft]) -> None:
        """Store records and return when they are committed."""
        await self._writer.write(rows_of(records))

    async def share(self, bodies: Bodies, at: datetime, known: set[str]) -> None:
        """Store shared inputs in a short transaction of their own."""
        async with self._database.writing() as session:
            await DecisionRepository(session).add_sources(bodies, at)
        known.update(_marks(bodies, at))


class SessionStore:
    """Stores in a unit of work that writes already: committed with it."""

    is_committing = False

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def keep(self, records: Sequence[Draft]) -> None:
        """Store records."""
        await DecisionRepository(self._session).add(records)

    async def share(self, bodies: Bodies, at: datetime, known: set[str]) -> None:
        """Store shared inputs."""
        await DecisionRepository(self._session).add_sources(bodies, at)
        after_commit(self._session, lambda: known.update(_marks(bodies, at)))


class DecisionLog:
    """The decision log of one unit of work.

    Each name is stored anew once a day, models by an empty body: so it is known which inputs the
    decisions of the last days still name, and nothing of theirs is pruned.

    Args:
        known: Names of shared inputs that this process knows to be stored, with the day.
    """

    def __init__(self, store: DecisionStore, known: set[str]) -> None:
        self._store = store
        self._known = known

    @property
    def is_committing(self) -> bool:
        """Say whether what was written is committed when `write` returns."""
        return self._store.is_committing

    async def write(self, records: Sequence[Draft], shared: Bodies) -> None:
        """Store records after the shared inputs that they name."""
        at = records[0].at
        models = {model_name(one.model_id): b"" for one in records if one.model_id}
        named = {**shared, **models}
        new = {name: body for name, body in named.items() if _mark(name, at) not in self._known}
        if new:
            await self._store.share(new, at, self._known)
        await self._store.keep(records)


def model_name(model_id: str) -> str:
    """Return the name under which a model counts among the shared inputs."""
    return model_id.replace("-", "")


def _marks(names: Iterable[str], at: datetime) -> set[str]:
    return {_mark(name, at) for name in names}


def _mark(name: str, at: datetime) -> str:
    return f"{at.date()} {name}"
