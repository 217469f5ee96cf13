"""Queries over the catalogue; every reader sees the newest visible layer of each item."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from recommender.bulk import add_rows
from recommender.catalogue.model import KINDS, CatalogueItem, Link
from recommender.catalogue.tables import CatalogueVersionRow, ItemLinkRow
from recommender.catalogue.tables import ItemRow as Row
from recommender.chunks import chunked
from recommender.database import new_id
from recommender.dialect import upsert
from recommender.layers.repository import KEYS_PER_STATEMENT, replace_direct, visible

THE_ROW = 1
COLUMNS = frozenset(column.key for column in Row.__table__.columns)
FIELDS = (COLUMNS - {"revision", "layer", "updated_at"}) & set(CatalogueItem.__slots__)


class CatalogueRepository:
    """Items and their links in the database."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def version(self) -> int:
        """Return the number that rises with every change; 0 before the first."""
        query = select(CatalogueVersionRow.version).where(CatalogueVersionRow.id == THE_ROW)
        return await self.session.scalar(query) or 0

    async def rise(self) -> None:
        """Tell every process that the catalogue changed."""
        statement = upsert(self.session, CatalogueVersionRow).values(id=THE_ROW, version=1)
        risen = {"version": CatalogueVersionRow.version + 1}
        await self.session.execute(
            statement.on_conflict_do_update(index_elements=["id"], set_=risen)
        )

    async def every(self) -> list[CatalogueItem]:
        """Return all items, ordered by kind and id."""
        query = select(Row).where(visible(Row.layer)).order_by(Row.kind, Row.id, Row.revision)
        rows = {(row.kind, row.id): row for row in await self.session.scalars(query)}
        links = await self._links()
        return [_item(row, links[row.id, row.revision]) for row in rows.values()]

    async def get(self, kind: str, item_id: str) -> CatalogueItem | None:
        """Return one item."""
        return (await self.many(kind, [item_id])).get(item_id)

    async def many(self, kind: str, ids: Sequence[str]) -> dict[str, CatalogueItem]:
        """Return the known ones of some items of a kind."""
        found: dict[str, CatalogueItem] = {}
        for some in chunked(sorted(ids), KEYS_PER_STATEMENT):
            query = select(Row).where(Row.kind == kind, Row.id.in_(some), visible(Row.layer))
            rows = {row.id: row for row in await self.session.scalars(query.order_by(Row.revision))}
            links = await self._links(some)
            found |= {id_: _item(row, links[id_, row.revision]) for id_, row in rows.items()}
        return found

    async def put(self, items: Iterable[CatalogueItem], at: datetime) -> None:
        """Write items directly, in place of what was there."""
        known, revision = list(items), new_id()
        for kind in KINDS:
            values = _values([one for one in known if one.kind == kind], revision, None, at)
            await replace_direct(self.session, Row, Row.id, values, Row.kind == kind)
        await self._drop_links(sorted(one.id for one in known if one.kind == "content"))
        await self._insert_links(known, revision, None)

    async def stage(self, items: Sequence[CatalogueItem], layer: str, at: datetime) -> None:
        """Write items as a layer of an import."""
        await add_rows(self.session, Row, _values(items, layer, layer, at))
        await self._insert_links(items, layer, layer)

    async def of_layer(self, layer: str, kind: str) -> list[str]:
        """Return the ids of a kind that an import brought."""
        query = select(Row.id).where(Row.layer == layer, Row.kind == kind)
        return list(await self.session.scalars(query))

    async def _links(self, ids: Sequence[str] | None = None) -> dict[tuple[str, str], list[Link]]:
        query = select(ItemLinkRow).where(visible(ItemLinkRow.layer))
        if ids is not None:
            query = query.where(ItemLinkRow.content_id.in_(ids))
        found: dict[tuple[str, str], list[Link]] = defaultdict(list)
        for row in await self.session.scalars(query.order_by(ItemLinkRow.product_id)):
            found[row.content_id, row.revision].append(Link(row.product_id, row.weight))
        return found

    async def _drop_links(self, ids: Sequence[str]) -> None:
        for some in chunked(ids, KEYS_PER_STATEMENT):
            old = delete(ItemLinkRow).where(
                ItemLinkRow.content_id.in_(some), ItemLinkRow.layer.is_(None)
            )
            await self.session.execute(old, execution_options={"synchronize_session": False})

    async def _insert_links(
        self, items: Iterable[CatalogueItem], revision: str, layer: str | None
    ) -> None:
        common = {"revision": revision, "layer": layer}
        values = [
            common | {"content_id": one.id, "product_id": link.product_id, "weight": link.weight}
            for one in items
            for link in one.links
        ]
        if values:
            await self.session.execute(insert(ItemLinkRow), values)


def _values(
    items: Iterable[CatalogueItem], revision: str, layer: str | None, at: datetime
) -> list[dict[str, Any]]:
    common = {"revision": revision, "layer": layer, "updated_at": at}
    return [_columns(one) | common for one in items]


def _columns(item: CatalogueItem) -> dict[str, Any]:
    columns = {name: getattr(item, name) for name in FIELDS}
    plain = {"titles": dict(item.titles), "attributes": dict(item.attributes)}
    return columns | plain | {"topics": list(item.topics)}


def _item(row: Row, links: Sequence[Link]) -> CatalogueItem:
    fields = {name: getattr(row, name) for name in FIELDS}
    return CatalogueItem(**fields | {"topics": tuple(row.topics), "links": tuple(links)})
