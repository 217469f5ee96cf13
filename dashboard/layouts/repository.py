"""Every query over layouts, the bank's homes and shared templates."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from dashboard.layouts.bank_home import BankHome
from dashboard.layouts.chain import Link
from dashboard.layouts.model import Layout, Place, Stored, Tile, VersionView
from dashboard.layouts.tables import BankHomeRow, LayoutVersion, TemplateRow
from recommender.dialect import upsert

_WHOLE = (
    LayoutVersion.version,
    LayoutVersion.snapshot,
    LayoutVersion.op,
    LayoutVersion.parent,
    LayoutVersion.undo_to,
    LayoutVersion.redo_to,
)


class LayoutRepository:
    """Stores versions; the newest one is the customer's layout."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def newest(self, customer_id: str) -> Stored | None:
        """Return the newest version, or None before the first change."""
        query = select(*_WHOLE).where(_of(customer_id))
        newest = query.order_by(LayoutVersion.version.desc()).limit(1)
        row = (await self._session.execute(newest)).first()
        return None if row is None else _stored(row)

    async def at(self, customer_id: str, version: int) -> Stored | None:
        """Return one version, or None when it is not kept any more."""
        query = select(*_WHOLE).where(_of(customer_id), LayoutVersion.version == version)
        row = (await self._session.execute(query)).first()
        return None if row is None else _stored(row)

    async def insert(self, customer_id: str, stored: Stored, *, device: str, now: datetime) -> bool:
        """Append a version; say False when somebody else was first."""
        row = _row(customer_id, stored) | {"device": device, "created_at": now}
        statement = upsert(self._session, LayoutVersion).values(row).on_conflict_do_nothing()
        result = await self._session.execute(statement.returning(LayoutVersion.version))
        return result.first() is not None

    async def history(self, customer_id: str, limit: int) -> list[VersionView]:
        """List the newest versions and all that have a name, newest first."""
        newest = await self._session.scalar(
            select(func.max(LayoutVersion.version)).where(_of(customer_id))
        )
        is_shown = (LayoutVersion.version > (newest or 0) - limit) | LayoutVersion.name.is_not(None)
        query = (
            select(LayoutVersion)
            .where(_of(customer_id), is_shown)
            .order_by(LayoutVersion.version.desc())
        )
        rows: Sequence[LayoutVersion] = (await self._session.scalars(query)).all()
        return [_view(row) for row in rows]

    async def view(self, customer_id: str, version: int) -> VersionView:
        """Return one line of the history, of a version that is kept."""
        query = select(LayoutVersion).where(_of(customer_id), LayoutVersion.version == version)
        return _view((await self._session.scalars(query)).one())

    async def name(self, customer_id: str, version: int, name: str | None) -> None:
        """Give a version a name, or take it away."""
        statement = update(LayoutVersion).where(_of(customer_id), LayoutVersion.version == version)
        await self._session.execute(statement.values(name=name))

    async def links(self, customer_id: str) -> list[Link]:
        """Return where each version leads, newest first, without what it holds."""
        columns = (
            LayoutVersion.version,
            LayoutVersion.undo_to,
            LayoutVersion.redo_to,
            LayoutVersion.name,
        )
        query = select(*columns).where(_of(customer_id)).order_by(LayoutVersion.version.desc())
        return [Link(*row) for row in await self._session.execute(query)]

    async def prune(self, customer_id: str, gone: Collection[int]) -> None:
        """Forget versions, and the ways that lead to them."""
        mine = _of(customer_id)
        old = delete(LayoutVersion).where(mine, LayoutVersion.version.in_(gone))
        await self._session.execute(old)
        for column in (LayoutVersion.undo_to, LayoutVersion.redo_to):
            cut = update(LayoutVersion).where(mine, column.in_(gone)).values({column: None})
            await self._session.execute(cut)

    async def forget(self, customer_id: str) -> None:
        """Erase every version of a customer."""
        await self._session.execute(delete(LayoutVersion).where(_of(customer_id)))

    async def keep_home(self, home: BankHome) -> None:
        """Remember a bank's home that a layout is made from."""
        row = {"name": home.name, "content": home.model_dump(mode="json")}
        statement = upsert(self._session, BankHomeRow).values(row)
        await self._session.execute(statement.on_conflict_do_nothing())

    async def home(self, name: str) -> BankHome | None:
        """Return a bank's home by its hash."""
        row = await self._session.get(BankHomeRow, name)
        return None if row is None else BankHome.model_validate(row.content)

    async def keep_template(self, code: str, content: dict[str, Any], now: datetime) -> None:
        """Remember a shared arrangement under its code."""
        row = {"code": code, "content": content, "shared_at": now}
        statement = upsert(self._session, TemplateRow).values(row)
        await self._session.execute(statement.on_conflict_do_nothing())

    async def template(self, code: str) -> dict[str, Any] | None:
        """Return a shared arrangement."""
        row = await self._session.get(TemplateRow, code)
        return None if row is None else row.content


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


def _stored(row: Any) -> Stored:
    return Stored(
        layout=_unpacked(row.version, row.snapshot),
        op=row.op,
        parent=row.parent,
        undo_to=row.undo_to,
        redo_to=row.redo_to,
    )


def _packed(layout: Layout) -> dict[str, Any]:
    """Write a layout small: places as lists, nothing that has its default value."""
    lying = {
        breakpoint_: [[one.tile, one.x, one.y, one.w, one.h] for one in places]
        for breakpoint_, places in layout.places.items()
    }
    tiles = {one: _told(tile) for one, tile in layout.tiles.items()}
    return {"tiles": tiles, "places": lying, "own": layout.own, "bank": layout.bank}


def _told(tile: Tile) -> dict[str, Any]:
    return {name: value for name, value in tile.model_dump(mode="json").items() if value}


def _unpacked(version: int, snapshot: dict[str, Any]) -> Layout:
    lying = {
        breakpoint_: tuple(_place(one) for one in places)
        for breakpoint_, places in snapshot["places"].items()
    }
    return Layout(version=version, **snapshot | {"places": lying})


def _place(packed: Any) -> Place:
    """Read a place as it was checked before it was stored; the first release wrote objects."""
    if isinstance(packed, dict):
        return Place.model_construct(**packed)
    tile, x, y, w, h = packed
    return Place.model_construct(tile=tile, x=x, y=y, w=w, h=h)


def _view(row: LayoutVersion) -> VersionView:
    return VersionView(
        version=row.version,
        op=row.op,
        parent=row.parent,
        device=row.device,
        created_at=row.created_at,
        tiles=len(row.snapshot["tiles"]),
        name=row.name or "",
    )
