"""the home

Revision ID: 0003
Revises: 0002
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from recommender.database import Id, UtcDateTime

revision: str = "0003"
down_revision: str | Sequence[str] | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Add the tables of the home, its widgets and its platform."""
    _theme()
    _platform()
    _layouts()
    _money()
    _life()


def downgrade() -> None:
    """Take them away again, in the opposite order."""
    _undo_life()
    _undo_money()
    _undo_layouts()
    _undo_platform()
    _undo_theme()


def _theme() -> None:
    """The size of the senior edition's type."""
    with op.batch_alter_table("preferences") as preferences:
        preferences.add_column(
            sa.Column("scale", sa.SmallInteger(), server_default="150", nullable=False)
        )


def _undo_theme() -> None:
    with op.batch_alter_table("preferences") as preferences:
        preferences.drop_column("scale")


def _platform() -> None:
    """Kinds of cards from outside, what announces them, and cards on other sites."""
    json = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")
    time = UtcDateTime(timezone=True)
    op.create_table(
        "platform_widgets",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("provider", sa.String(length=20), nullable=False),
        sa.Column("made_by", sa.String(length=64), nullable=False),
        sa.Column("made_at", time, nullable=False),
        sa.Column("live_number", sa.Integer(), nullable=True),
        sa.Column("live_manifest", json, nullable=True),
        sa.Column("live_hash", sa.String(length=64), nullable=True),
        sa.Column("is_suspended", sa.Boolean(), nullable=False),
        sa.Column("suspended", sa.String(length=500), nullable=False),
        sa.PrimaryKeyConstraint("kind", name=op.f("pk_platform_widgets")),
    )
    op.create_index(op.f("ix_platform_widgets_provider"), "platform_widgets", ["provider"])
    op.create_table(
        "platform_version",
        sa.Column("id", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_platform_version")),
    )
    op.create_table(
        "platform_embeds",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("customer_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("config", json, nullable=False),
        sa.Column("size", sa.String(length=2), nullable=False),
        sa.Column("sites", json, nullable=False),
        sa.Column("made_by", sa.String(length=64), nullable=False),
        sa.Column("made_at", time, nullable=False),
        sa.Column("expires_at", time, nullable=False),
        sa.Column("revoked_at", time, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_platform_embeds")),
    )
    op.create_index(op.f("ix_platform_embeds_customer_id"), "platform_embeds", ["customer_id"])


def _undo_platform() -> None:
    op.drop_index(op.f("ix_platform_embeds_customer_id"), table_name="platform_embeds")
    op.drop_table("platform_embeds")
    op.drop_table("platform_version")
    op.drop_index(op.f("ix_platform_widgets_provider"), table_name="platform_widgets")
    op.drop_table("platform_widgets")


def _layouts() -> None:
    """Names of versions, the bank's own homes, shared templates."""
    json = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")
    time = UtcDateTime(timezone=True)
    with op.batch_alter_table("layout_versions") as versions:
        versions.add_column(sa.Column("name", sa.String(length=60), nullable=True))
    op.create_table(
        "bank_homes",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("content", json, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_bank_homes")),
    )
    op.create_table(
        "bank_homes_live",
        sa.Column("segment", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("published_at", time, nullable=False),
        sa.Column("published_by", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("segment", name=op.f("pk_bank_homes_live")),
    )
    op.create_table(
        "home_templates",
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("content", json, nullable=False),
        sa.Column("shared_at", time, nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_home_templates")),
    )


def _undo_layouts() -> None:
    for table in ("home_templates", "bank_homes_live", "bank_homes"):
        op.drop_table(table)
    with op.batch_alter_table("layout_versions") as versions:
        versions.drop_column("name")


def _money() -> None:
    """Cards, limits, quotes, watch lists and goals."""
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    time = UtcDateTime(timezone=True)
    op.create_table(
        "bank_cards",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("customer_id", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("number", sa.String(length=32), nullable=False),
        sa.Column("limit_minor", big, nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("frozen_at", time, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_cards")),
    )
    op.create_index(op.f("ix_bank_cards_customer_id"), "bank_cards", ["customer_id"])
    op.create_table(
        "bank_limits",
        sa.Column("customer_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("amount_minor", big, nullable=False),
        sa.Column("changed_at", time, nullable=False),
        sa.PrimaryKeyConstraint("customer_id", "kind", name=op.f("pk_bank_limits")),
    )
    op.create_table(
        "bank_quotes",
        sa.Column("symbol", sa.String(length=32), nullable=False),
        sa.Column("quoted_on", sa.Date(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("price_e6", big, nullable=False),
        sa.PrimaryKeyConstraint("symbol", "quoted_on", name=op.f("pk_bank_quotes")),
    )
    op.create_table(
        "watched_products",
        sa.Column("customer_id", sa.String(length=64), nullable=False),
        sa.Column("product_id", sa.String(length=64), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("rate_then_e8", big, nullable=True),
        sa.Column("price_then_e6", big, nullable=True),
        sa.PrimaryKeyConstraint("customer_id", "product_id", name=op.f("pk_watched_products")),
    )
    op.create_table(
        "goals",
        sa.Column("customer_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("target_minor", big, nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("target_on", sa.Date(), nullable=False),
        sa.Column("account_id", sa.String(length=64), nullable=False),
        sa.Column("made_at", time, nullable=False),
        sa.PrimaryKeyConstraint("customer_id", "id", name=op.f("pk_goals")),
    )


def _undo_money() -> None:
    for name in ("goals", "watched_products", "bank_quotes", "bank_limits"):
        op.drop_table(name)
    op.drop_index(op.f("ix_bank_cards_customer_id"), table_name="bank_cards")
    op.drop_table("bank_cards")


def _life() -> None:
    """Everyday life: bills, public services, security, benefits, appointments, papers, family."""
    _life_bills()
    _life_public()
    _life_watch()
    _life_benefits()
    _life_meetings()
    _life_papers()
    _life_people()


def _life_bills() -> None:
    """Billers, and bills paid here."""
    json = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")
    time = UtcDateTime(timezone=True)
    identity = Id(length=16)
    op.create_table(
        "life_billers",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("category", sa.String(length=16), nullable=False),
        sa.Column("region", sa.String(length=32), nullable=False),
        sa.Column("names", json, nullable=False),
        sa.Column("city", json, nullable=False),
        sa.Column("words", sa.String(length=400), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_life_billers")),
    )
    op.create_index(op.f("ix_life_billers_region_category"), "life_billers", ["region", "category"])
    op.create_table(
        "life_paid_bills",
        sa.Column("bill_id", identity, nullable=False),
        sa.Column("customer_id", sa.String(length=64), nullable=False),
        sa.Column("transaction_id", identity, nullable=False),
        sa.Column("paid_at", time, nullable=False),
        sa.PrimaryKeyConstraint("bill_id", name=op.f("pk_life_paid_bills")),
    )
    op.create_index(op.f("ix_life_paid_bills_customer_id"), "life_paid_bills", ["customer_id"])


def _life_public() -> None:
    """Public services by region."""
    json = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "life_public_services",
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("place", sa.SmallInteger(), nullable=False),
        sa.Column("icon", sa.String(length=40), nullable=False),
        sa.Column("names", json, nullable=False),
        sa.Column("regions", json, nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_life_public_services")),
    )
    op.create_table(
        "life_public_accounts",
        sa.Column("customer_id", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("region", sa.String(length=32), nullable=False),
        sa.Column("amount_minor", big, nullable=True),
        sa.Column("told", json, nullable=False),
        sa.Column("updated_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("customer_id", "code", name=op.f("pk_life_public_accounts")),
    )
    op.create_table(
        "life_chosen_regions",
        sa.Column("customer_id", sa.String(length=64), nullable=False),
        sa.Column("region", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("customer_id", name=op.f("pk_life_chosen_regions")),
    )


def _life_watch() -> None:
    """The watch over transfers."""
    json = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")
    time = UtcDateTime(timezone=True)
    identity = Id(length=16)
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "life_alerts",
        sa.Column("id", identity, nullable=False),
        sa.Column("customer_id", sa.String(length=64), nullable=False),
        sa.Column("transaction_id", identity, nullable=False),
        sa.Column("payee", json, nullable=False),
        sa.Column("amount_minor", big, nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("at", time, nullable=False),
        sa.Column("oddities", json, nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("decided_at", time, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_life_alerts")),
        sa.UniqueConstraint("transaction_id", name=op.f("uq_life_alerts_transaction_id")),
    )
    op.create_index(op.f("ix_life_alerts_customer_id_at"), "life_alerts", ["customer_id", "at"])
    op.create_table(
        "life_freezes",
        sa.Column("customer_id", sa.String(length=64), nullable=False),
        sa.Column("alert_id", identity, nullable=False),
        sa.Column("at", time, nullable=False),
        sa.PrimaryKeyConstraint("customer_id", name=op.f("pk_life_freezes")),
    )
    op.create_table(
        "life_reported_transfers",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("customer_id", sa.String(length=64), nullable=False),
        sa.Column("transaction_id", identity, nullable=False),
        sa.Column("at", time, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_life_reported_transfers")),
    )
    op.create_index(
        op.f("ix_life_reported_transfers_customer_id"), "life_reported_transfers", ["customer_id"]
    )
    op.create_table(
        "life_watched",
        sa.Column("id", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("through", identity, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_life_watched")),
    )


def _life_benefits() -> None:
    """Tasks, rewards and the points ledger."""
    json = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")
    time = UtcDateTime(timezone=True)
    identity = Id(length=16)
    op.create_table(
        "life_tasks",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("place", sa.SmallInteger(), nullable=False),
        sa.Column("names", json, nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(length=8), nullable=False),
        sa.Column("proof", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_life_tasks")),
    )
    op.create_table(
        "life_rewards",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("place", sa.SmallInteger(), nullable=False),
        sa.Column("names", json, nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("stock", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_life_rewards")),
    )
    op.create_table(
        "life_points",
        sa.Column("id", identity, nullable=False),
        sa.Column("customer_id", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=48), nullable=False),
        sa.Column("period", sa.String(length=16), nullable=False),
        sa.Column("names", json, nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("at", time, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_life_points")),
        sa.UniqueConstraint(
            "customer_id",
            "subject",
            "period",
            name=op.f("uq_life_points_customer_id_subject_period"),
        ),
    )


def _life_meetings() -> None:
    """Branches, appointments and messages."""
    json = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")
    time = UtcDateTime(timezone=True)
    identity = Id(length=16)
    op.create_table(
        "life_places",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("mode", sa.String(length=8), nullable=False),
        sa.Column("region", sa.String(length=32), nullable=False),
        sa.Column("names", json, nullable=False),
        sa.Column("address", json, nullable=False),
        sa.Column("opens_minute", sa.SmallInteger(), nullable=False),
        sa.Column("closes_minute", sa.SmallInteger(), nullable=False),
        sa.Column("queue", json, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_life_places")),
    )
    op.create_index(op.f("ix_life_places_region"), "life_places", ["region"])
    op.create_table(
        "life_bookings",
        sa.Column("id", identity, nullable=False),
        sa.Column("customer_id", sa.String(length=64), nullable=False),
        sa.Column("place_id", sa.String(length=32), nullable=False),
        sa.Column("starts_at", time, nullable=False),
        sa.Column("made_at", time, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_life_bookings")),
        sa.UniqueConstraint(
            "place_id", "starts_at", name=op.f("uq_life_bookings_place_id_starts_at")
        ),
    )
    op.create_index(op.f("ix_life_bookings_customer_id"), "life_bookings", ["customer_id"])
    op.create_table(
        "life_messages",
        sa.Column("id", identity, nullable=False),
        sa.Column("customer_id", sa.String(length=64), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("is_customer", sa.Boolean(), nullable=False),
        sa.Column("asks_call", sa.Boolean(), nullable=False),
        sa.Column("text", sa.String(length=1000), nullable=False),
        sa.Column("at", time, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_life_messages")),
    )
    op.create_index(op.f("ix_life_messages_customer_id_id"), "life_messages", ["customer_id", "id"])


def _life_papers() -> None:
    """Documents, deductions, travels."""
    json = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")
    time = UtcDateTime(timezone=True)
    identity = Id(length=16)
    op.create_table(
        "life_papers",
        sa.Column("id", identity, nullable=False),
        sa.Column("customer_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("names", json, nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("read_at", time, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_life_papers")),
    )
    op.create_index(
        op.f("ix_life_papers_customer_id_dated_on"), "life_papers", ["customer_id", "dated_on"]
    )
    op.create_table(
        "life_deductions",
        sa.Column("customer_id", sa.String(length=64), nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("customer_id", "year", "code", name=op.f("pk_life_deductions")),
    )
    op.create_table(
        "life_destinations",
        sa.Column("code", sa.String(length=2), nullable=False),
        sa.Column("place", sa.SmallInteger(), nullable=False),
        sa.Column("names", json, nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_life_destinations")),
    )
    op.create_table(
        "life_travels",
        sa.Column("customer_id", sa.String(length=64), nullable=False),
        sa.Column("destination", sa.String(length=2), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("customer_id", name=op.f("pk_life_travels")),
    )


def _life_people() -> None:
    """Families, firms' open items, giving."""
    json = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")
    time = UtcDateTime(timezone=True)
    identity = Id(length=16)
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "life_family",
        sa.Column("id", identity, nullable=False),
        sa.Column("viewer_customer_id", sa.String(length=64), nullable=False),
        sa.Column("customer_id", sa.String(length=64), nullable=False),
        sa.Column("relation", json, nullable=False),
        sa.Column("relation_back", json, nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("at", time, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_life_family")),
        sa.UniqueConstraint(
            "viewer_customer_id",
            "customer_id",
            name=op.f("uq_life_family_viewer_customer_id_customer_id"),
        ),
    )
    op.create_index(op.f("ix_life_family_customer_id"), "life_family", ["customer_id"])
    op.create_table(
        "life_invoices",
        sa.Column("id", identity, nullable=False),
        sa.Column("customer_id", sa.String(length=64), nullable=False),
        sa.Column("direction", sa.String(length=3), nullable=False),
        sa.Column("party", json, nullable=False),
        sa.Column("amount_minor", big, nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_life_invoices")),
    )
    op.create_index(
        op.f("ix_life_invoices_customer_id_due_on"), "life_invoices", ["customer_id", "due_on"]
    )
    op.create_table(
        "life_payrolls",
        sa.Column("customer_id", sa.String(length=64), nullable=False),
        sa.Column("day", sa.SmallInteger(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("amount_minor", big, nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.PrimaryKeyConstraint("customer_id", name=op.f("pk_life_payrolls")),
    )
    op.create_table(
        "life_causes",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("place", sa.SmallInteger(), nullable=False),
        sa.Column("names", json, nullable=False),
        sa.Column("purpose", json, nullable=False),
        sa.Column("goal_minor", big, nullable=False),
        sa.Column("raised_minor", big, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_life_causes")),
    )
    op.create_table(
        "life_gifts",
        sa.Column("id", identity, nullable=False),
        sa.Column("customer_id", sa.String(length=64), nullable=False),
        sa.Column("cause_id", sa.String(length=32), nullable=False),
        sa.Column("minute", big, nullable=False),
        sa.Column("amount_minor", big, nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_life_gifts")),
        sa.UniqueConstraint(
            "customer_id",
            "cause_id",
            "minute",
            name=op.f("uq_life_gifts_customer_id_cause_id_minute"),
        ),
    )


def _undo_life() -> None:
    op.drop_table("life_gifts")
    op.drop_table("life_causes")
    op.drop_table("life_payrolls")
    op.drop_table("life_invoices")
    op.drop_table("life_family")
    op.drop_table("life_travels")
    op.drop_table("life_destinations")
    op.drop_table("life_deductions")
    op.drop_table("life_papers")
    op.drop_table("life_messages")
    op.drop_table("life_bookings")
    op.drop_table("life_places")
    op.drop_table("life_points")
    op.drop_table("life_rewards")
    op.drop_table("life_tasks")
    op.drop_table("life_watched")
    op.drop_table("life_reported_transfers")
    op.drop_table("life_freezes")
    op.drop_table("life_alerts")
    op.drop_table("life_chosen_regions")
    op.drop_table("life_public_accounts")
    op.drop_table("life_public_services")
    op.drop_table("life_paid_bills")
    op.drop_table("life_billers")
