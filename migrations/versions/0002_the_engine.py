"""the engine

Revision ID: 0002
Revises: 0001
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from recommender.database import Id, UtcDateTime

revision: str = "0002"
down_revision: str | Sequence[str] | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Add the tables of the engine's policies, experiments and trail."""
    _rules()
    _trials()
    _trail()
    _moving_in()
    _now()


def downgrade() -> None:
    """Take them away again, in the opposite order."""
    _undo_now()
    _undo_moving_in()
    _undo_trail()
    _undo_trials()
    _undo_rules()


def _rules() -> None:
    """Business rules and rule sets."""
    json = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")
    time = UtcDateTime(timezone=True)
    with op.batch_alter_table("customers") as customers:
        customers.add_column(sa.Column("knowledge", json, server_default="[]", nullable=False))
    op.create_table(
        "rules",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("made_by", sa.String(length=64), nullable=False),
        sa.Column("made_at", time, nullable=False),
        sa.Column("live_number", sa.Integer(), nullable=True),
        sa.Column("live_content", json, nullable=True),
        sa.Column("published_at", time, nullable=True),
        sa.Column("published_by", sa.String(length=64), nullable=True),
        sa.Column("withdrawn_at", time, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rules")),
    )
    op.create_table(
        "rule_costs",
        sa.Column("rule_id", sa.String(length=64), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("cost", json, nullable=False),
        sa.Column("at", time, nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("rule_id", "content_hash", name=op.f("pk_rule_costs")),
    )
    op.create_table(
        "rule_sets",
        sa.Column("region", sa.String(length=8), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("approved_by", sa.String(length=64), nullable=False),
        sa.Column("approved_at", time, nullable=False),
        sa.PrimaryKeyConstraint("region", "version", name=op.f("pk_rule_sets")),
    )
    op.create_table(
        "policy_version",
        sa.Column("id", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_version")),
    )


def _undo_rules() -> None:
    """Take away business rules and rule sets."""
    for name in ("policy_version", "rule_sets", "rule_costs", "rules"):
        op.drop_table(name)
    with op.batch_alter_table("customers") as customers:
        customers.drop_column("knowledge")


def _trials() -> None:
    """Experiments and drift."""


def _undo_trials() -> None:
    """Take away experiments and drift."""


def _trail() -> None:
    """Decisions, retention, erasure."""


def _undo_trail() -> None:
    """Take away retention and erasure."""


def _moving_in() -> None:
    """Imports from other systems."""


def _undo_moving_in() -> None:
    """Take away what imports added."""


def _now() -> None:
    """Tags and signals."""


def _undo_now() -> None:
    """Take away tags and signals."""
