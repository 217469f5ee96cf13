"""Table of batch lists."""

from datetime import datetime

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from recommender.database import BigInt, Id, UtcDateTime
from recommender.ids import ID_LENGTH
from recommender.metadata import Table


class BatchListRow(Table):
    """One customer's list; `body` is packed (recommender.batches.packing)."""

    __tablename__ = "batch_lists"

    customer_id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    model_id: Mapped[str] = mapped_column(Id)
    catalogue: Mapped[str] = mapped_column(String(32))
    catalogue_version: Mapped[int] = mapped_column(BigInt)
    body: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
