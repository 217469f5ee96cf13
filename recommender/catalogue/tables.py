"""Tables of the catalogue: layered items, and the version that every process polls."""

from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, Float, Index, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from recommender.database import BigInt, Id, Json, UtcDateTime
from recommender.ids import ID_LENGTH
from recommender.metadata import Table


class ItemRow(Table):
    """One layer of an item; `layer` names the import that brought it, None a direct write."""

    __tablename__ = "items"
    __table_args__ = (Index(None, "layer"),)

    kind: Mapped[str] = mapped_column(String(8), primary_key=True)
    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    revision: Mapped[str] = mapped_column(Id, primary_key=True)
    layer: Mapped[str | None] = mapped_column(Id)
    titles: Mapped[dict[str, str]] = mapped_column(Json)
    grade: Mapped[int | None] = mapped_column(SmallInteger)
    topics: Mapped[list[str]] = mapped_column(Json)
    state: Mapped[str] = mapped_column(String(12))
    available_from: Mapped[datetime] = mapped_column(UtcDateTime)
    available_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    single_hold: Mapped[bool] = mapped_column(Boolean)
    private: Mapped[bool] = mapped_column(Boolean)
    min_age: Mapped[int | None] = mapped_column(SmallInteger)
    max_age: Mapped[int | None] = mapped_column(SmallInteger)
    product_type: Mapped[str] = mapped_column(String(64))
    minimum_minor: Mapped[int] = mapped_column(BigInt)
    currency: Mapped[str] = mapped_column(String(3))
    attributes: Mapped[dict[str, Any]] = mapped_column(Json)
    pending_grade: Mapped[int | None] = mapped_column(SmallInteger)
    put_by: Mapped[str] = mapped_column(String(64))
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ItemLinkRow(Table):
    """A tie from one layer of a content item to a product."""

    __tablename__ = "item_links"
    __table_args__ = (Index(None, "product_id"),)

    content_id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    revision: Mapped[str] = mapped_column(Id, primary_key=True)
    product_id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    layer: Mapped[str | None] = mapped_column(Id, index=True)
    weight: Mapped[float] = mapped_column(Float)


class CatalogueVersionRow(Table):
    """One row; its number rises with every change, and snapshots are made anew."""

    __tablename__ = "catalogue_version"

    id: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    version: Mapped[int] = mapped_column(BigInt)
