"""The table of the deductions that customers claim."""

from sqlalchemy import SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from dashboard.metadata import Table


class DeductionRow(Table):
    """One special deduction that a customer claims in a year."""

    __tablename__ = "life_deductions"

    customer_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    year: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    code: Mapped[str] = mapped_column(String(32), primary_key=True)
