"""what became of it

Revision ID: 0004
Revises: 0003
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from recommender.database import BigInt, Id, UtcDateTime

revision: str = "0004"
down_revision: str | Sequence[str] | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Add payments by card with what declined them, and what a message was written about."""
    json = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")
    op.create_table(
        "bank_card_payments",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("customer_id", sa.String(length=64), nullable=False),
        sa.Column("card_id", sa.String(length=64), nullable=False),
        sa.Column("payee", json, nullable=False),
        sa.Column("amount_minor", BigInt, nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("declined", sa.String(length=8), nullable=False),
        sa.Column("transaction_id", Id(length=16), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_card_payments")),
    )
    op.create_index(
        op.f("ix_bank_card_payments_customer_id_at"), "bank_card_payments", ["customer_id", "at"]
    )
    with op.batch_alter_table("life_messages") as messages:
        messages.add_column(sa.Column("decision_id", Id(length=16), nullable=True))
        messages.add_column(sa.Column("kind", sa.String(length=8), nullable=True))
        messages.add_column(sa.Column("item_id", sa.String(length=64), nullable=True))


def downgrade() -> None:
    """Take them away again."""
    with op.batch_alter_table("life_messages") as messages:
        messages.drop_column("item_id")
        messages.drop_column("kind")
        messages.drop_column("decision_id")
    op.drop_table("bank_card_payments")
