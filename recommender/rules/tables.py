"""Tables of business rules, of what they cost, and of the version that every process polls."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, Integer, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from recommender.database import BigInt, Id, Json, UtcDateTime
from recommender.ids import ID_LENGTH
from recommender.metadata import Table


class RuleRow(Table):
    """One rule; its versions are kept by `recommender.changes`, the live one is copied here."""

    __tablename__ = "rules"

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    made_by: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    live_number: Mapped[int | None] = mapped_column(Integer)
    live_content: Mapped[dict[str, Any] | None] = mapped_column(Json)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    published_by: Mapped[str | None] = mapped_column(String(64))
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class RuleCostRow(Table):
    """What a version of a rule was estimated to cost; the newest of a hash counts."""

    __tablename__ = "rule_costs"
    __table_args__ = (Index(None, "rule_id"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    rule_id: Mapped[str] = mapped_column(String(ID_LENGTH))
    content_hash: Mapped[str] = mapped_column(String(64))
    cost: Mapped[dict[str, Any]] = mapped_column(Json)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(String(64))


class PolicyVersionRow(Table):
    """The one row that changes whenever a rule or a rule set goes live or is taken back."""

    __tablename__ = "policy_version"

    id: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    version: Mapped[int] = mapped_column(BigInt)
