"""Queries over training runs and the active model."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from recommender.dialect import upsert
from recommender.experiments.model import Activation, ModelRun
from recommender.experiments.tables import ActiveModelRow, ModelRunRow
from recommender.ids import is_uuid

ONLY = 1


class ModelRepository:
    """Models in the database."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def active(self) -> Activation | None:
        """Return which model serves."""
        query = select(ActiveModelRow).execution_options(populate_existing=True)
        row = await self.session.scalar(query)
        if row is None:
            return None
        return Activation(
            model_id=row.model_id,
            version=row.version,
            activated_at=row.activated_at,
            activated_by=row.activated_by,
        )

    async def activate(self, model_id: str, by: str, at: datetime) -> None:
        """Let a model serve from now on."""
        values = {"model_id": model_id, "activated_at": at, "activated_by": by}
        statement = upsert(self.session, ActiveModelRow).values(id=ONLY, version=1, **values)
        risen = {"version": ActiveModelRow.version + 1, **values}
        await self.session.execute(
            statement.on_conflict_do_update(index_elements=["id"], set_=risen)
        )

    async def add(self, run: ModelRun) -> None:
        """Store a run."""
        self.session.add(ModelRunRow(**run.model_dump()))
        await self.session.flush()

    async def get(self, model_id: str) -> ModelRun | None:
        """Return one run."""
        row = await self.session.get(ModelRunRow, model_id) if is_uuid(model_id) else None
        return None if row is None else _run(row)

    async def ids(self) -> set[str]:
        """Return the ids of all runs."""
        return set(await self.session.scalars(select(ModelRunRow.id)))

    async def newest_publishable(self, limit: int) -> list[str]:
        """Return the ids of the newest runs that may serve, newest first."""
        query = select(ModelRunRow.id).where(ModelRunRow.publishable).limit(limit)
        return list(await self.session.scalars(query.order_by(ModelRunRow.id.desc())))

    async def newest(self, limit: int) -> list[ModelRun]:
        """Return the newest runs, newest first."""
        query = select(ModelRunRow).order_by(ModelRunRow.id.desc()).limit(limit)
        return [_run(row) for row in await self.session.scalars(query)]


def _run(row: ModelRunRow) -> ModelRun:
    return ModelRun.model_validate({name: getattr(row, name) for name in ModelRun.model_fields})
