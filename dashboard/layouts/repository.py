"""Every query over layouts."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from dashboard.layouts.model import Layout, Stored, VersionView
from dashboard.layouts.tables import LayoutVersion


class LayoutRepository:
    """Stores versions; the newest one is the customer's layout."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def newest(self, customer_id: str) -> Stored | None:
        """Return the newest version, or None before the first change."""
        query = (
            select(LayoutVersion)
            .where(_of(customer_id))
            .order_by(LayoutVersion.version.desc())
            .limit(1)
        )
        row = await self._session.scalar(query)
        return None if row is None else _stored(row)

    async def at(self, customer_id: str, version: int) -> Stored | None:
        """Return one version, or None when it is not kept any more."""
        row = await self._session.get(LayoutVersion, (customer_id, version))
        return None if row is None else _stored(row)

    async def insert(self, customer_id: str, stored: Stored, *, device: str, now: datetime) -> bool:
        """Append a version; say False when somebody else was first."""
        dialect = self._session.get_bind().dialect.name
        insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
        row = _row(customer_id, stored) | {"device": device, "created_at": now}
        statement = insert(LayoutVersion).values(row).on_conflict_do_nothing()
        result = await self._session.execute(statement.returning(LayoutVersion.version))
        return result.first() is not None

    async def history(self, customer_id: str, limit: int) -> list[VersionView]:
        """List the newest versions, newest first."""
        query = (
            select(LayoutVersion)
            .where(_of(customer_id))
            .order_by(LayoutVersion.version.desc())
            .limit(limit)
        )
        rows: Sequence[LayoutVersion] = (await self._session.scalars(query)).all()
        return [_view(row) for row in rows]

    async def prune(self, customer_id: str, *, keep: int) -> None:
        """Forget all but the newest versions."""
        newest = select(func.max(LayoutVersion.version)).where(_of(customer_id)).scalar_subquery()
        old = LayoutVersion.version <= newest - keep
        await self._session.execute(delete(LayoutVersion).where(_of(customer_id), old))

    async def forget(self, customer_id: str) -> None:
        """Erase every version of a customer."""
        await self._session.execute(delete(LayoutVersion).where(_of(customer_id)))


def _of(customer_id: str) -> ColumnElement[bool]:
    return LayoutVersion.customer_id == customer_id


def _row(customer_id: str, stored: Stored) -> dict[str, Any]:
    return {
        "customer_id": customer_id,
        "version": stored.layout.version,
        "snapshot": _packed(stored.layout),
        "op": stored.op,
        "parent": stored.parent,
        "undo_to": stored.undo_to,
        "redo_to": stored.redo_to,
    }


def _stored(row: LayoutVersion) -> Stored:
    return Stored(
        layout=_unpacked(row.version, row.snapshot),
        op=row.op,
        parent=row.parent,
        undo_to=row.undo_to,
        redo_to=row.redo_to,
    )


def _packed(layout: Layout) -> dict[str, Any]:
    """Write a layout small: places as lists, nothing that has its default value."""
    snapshot = layout.model_dump(
        mode="json", exclude={"version", "places", "own"}, exclude_defaults=True
    )
    lying = {
        breakpoint_: [[one.tile, one.x, one.y, one.w, one.h] for one in places]
        for breakpoint_, places in layout.places.items()
    }
    return snapshot | {"places": lying, "own": layout.own}


def _unpacked(version: int, snapshot: dict[str, Any]) -> Layout:
    lying = {
        breakpoint_: [_place(one) for one in places]
        for breakpoint_, places in snapshot["places"].items()
    }
    return Layout(version=version, **snapshot | {"places": lying})


def _place(packed: Any) -> dict[str, Any]:
    """Read a place; the first release wrote each as an object."""
    if isinstance(packed, dict):
        return packed
    return dict(zip(("tile", "x", "y", "w", "h"), packed, strict=True))


def _view(row: LayoutVersion) -> VersionView:
    return VersionView(
        version=row.version,
        op=row.op,
        parent=row.parent,
        device=row.device,
        created_at=row.created_at,
        tiles=len(row.snapshot["tiles"]),
    )
