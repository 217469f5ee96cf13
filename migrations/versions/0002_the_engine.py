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
    _batch()


def downgrade() -> None:
    """Take them away again, in the opposite order."""
    _undo_batch()
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
        sa.Column("id", Id(length=16), nullable=False),
        sa.Column("rule_id", sa.String(length=64), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("cost", json, nullable=False),
        sa.Column("at", time, nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_costs")),
    )
    op.create_index("ix_rule_costs_rule_id", "rule_costs", ["rule_id"])
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
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
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
    with op.batch_alter_table("decisions") as decisions:
        decisions.add_column(sa.Column("trial", Id(length=16), nullable=True))
        decisions.add_column(sa.Column("arm", sa.String(length=32), nullable=True))
    json = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")
    time = UtcDateTime(timezone=True)
    op.create_table(
        "trials",
        sa.Column("id", Id(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("scenario", sa.String(length=32), nullable=False),
        sa.Column("design", json, nullable=False),
        sa.Column("made_by", sa.String(length=64), nullable=False),
        sa.Column("made_at", time, nullable=False),
        sa.Column("started_by", sa.String(length=64), nullable=True),
        sa.Column("started_at", time, nullable=True),
        sa.Column("ended_at", time, nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("stopped", json, nullable=False),
        sa.Column("decisions_until", Id(length=16), nullable=True),
        sa.Column("events_until", Id(length=16), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trials")),
    )
    counters = ("decisions", "short", "impressions", "clicks", "reads", "dismissals", "purchases")
    early = ("early_short", "early_clicks", "early_dismissals")
    op.create_table(
        "trial_counts",
        sa.Column("trial_id", Id(length=16), nullable=False),
        sa.Column("customer_id", sa.String(length=64), nullable=False),
        sa.Column("arm", sa.String(length=32), nullable=False),
        sa.Column("first_at", time, nullable=False),
        *[sa.Column(name, sa.Integer(), nullable=False) for name in (*counters, *early)],
        sa.PrimaryKeyConstraint("trial_id", "customer_id", name=op.f("pk_trial_counts")),
    )
    op.create_table(
        "model_checks",
        sa.Column("model_id", Id(length=16), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("asked_by", sa.String(length=64), nullable=False),
        sa.Column("asked_at", time, nullable=False),
        sa.Column("at", time, nullable=True),
        sa.Column("report", json, nullable=False),
        sa.PrimaryKeyConstraint("model_id", "kind", name=op.f("pk_model_checks")),
    )


def _undo_trials() -> None:
    """Take away experiments and drift."""
    op.drop_table("model_checks")
    op.drop_table("trial_counts")
    op.drop_table("trials")
    with op.batch_alter_table("decisions") as decisions:
        decisions.drop_column("arm")
        decisions.drop_column("trial")


def _trail() -> None:
    """Decisions, retention, erasure."""
    with op.batch_alter_table("decisions") as decisions:
        decisions.add_column(sa.Column("erasure", Id(length=16), nullable=True))
    with op.batch_alter_table("decision_sources") as sources:
        sources.add_column(sa.Column("used_at", UtcDateTime(timezone=True), nullable=True))
    with op.batch_alter_table("audit_entries") as entries:
        entries.add_column(sa.Column("erasure", Id(length=16), nullable=True))
    op.create_index("ix_audit_entries_erasure", "audit_entries", ["erasure"])
    op.create_index("ix_audit_entries_actor", "audit_entries", ["actor"])
    _partition_decisions()
    given = sa.text("erasure IS NOT NULL")
    op.create_index(
        "ix_decisions_erasure",
        "decisions",
        ["erasure"],
        sqlite_where=given,
        postgresql_where=given,
    )
    op.create_table(
        "erasures",
        sa.Column("id", Id(length=16), nullable=False),
        sa.Column("pseudonym", sa.String(length=64), nullable=False),
        sa.Column("asked_by", sa.String(length=16), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("swept_at", UtcDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasures")),
    )
    op.create_index("ix_erasures_pseudonym", "erasures", ["pseudonym"])
    op.create_table(
        "legal_holds",
        sa.Column("id", Id(length=16), nullable=False),
        sa.Column("customer_id", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("placed_by", sa.String(length=64), nullable=False),
        sa.Column("placed_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("lifted_by", sa.String(length=64), nullable=True),
        sa.Column("lifted_at", UtcDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_holds")),
    )
    op.create_index("ix_legal_holds_customer_id", "legal_holds", ["customer_id"])


def _partition_decisions() -> None:
    """Make the table of before the default partition of a partitioned one (PostgreSQL only)."""
    if op.get_bind().dialect.name != "postgresql":
        return
    found = sa.text(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'decisions' "
        "AND schemaname = current_schema() AND indexname <> 'pk_decisions'"
    )
    indexes = [tuple(row) for row in op.get_bind().execute(found)]
    op.execute("ALTER TABLE decisions RENAME TO decisions_default")
    op.execute("ALTER INDEX pk_decisions RENAME TO pk_decisions_default")
    for name, _ in indexes:
        op.execute(f'ALTER INDEX "{name}" RENAME TO "{name}_default"')
    like = "LIKE decisions_default INCLUDING DEFAULTS"
    op.execute(f"CREATE TABLE decisions ({like}) PARTITION BY RANGE (id)")
    op.execute("ALTER TABLE decisions ADD CONSTRAINT pk_decisions PRIMARY KEY (id)")
    for _, definition in indexes:
        op.execute(definition)
    op.execute("ALTER TABLE decisions ATTACH PARTITION decisions_default DEFAULT")


def _gather_decisions() -> None:
    """Make the partitioned table a plain one again (PostgreSQL only)."""
    if op.get_bind().dialect.name != "postgresql":
        return
    found = sa.text(
        "SELECT indexdef FROM pg_indexes WHERE tablename = 'decisions' "
        "AND schemaname = current_schema() AND indexname <> 'pk_decisions'"
    )
    definitions = [row[0].replace(" ON ONLY ", " ON ") for row in op.get_bind().execute(found)]
    op.execute("ALTER TABLE decisions RENAME TO decisions_parted")
    op.execute("ALTER INDEX pk_decisions RENAME TO pk_decisions_parted")
    op.execute("CREATE TABLE decisions (LIKE decisions_parted INCLUDING DEFAULTS)")
    op.execute("INSERT INTO decisions SELECT * FROM decisions_parted")
    op.execute("DROP TABLE decisions_parted")
    op.execute("ALTER TABLE decisions ADD CONSTRAINT pk_decisions PRIMARY KEY (id)")
    for definition in definitions:
        op.execute(definition)


def _undo_trail() -> None:
    """Take away retention and erasure."""
    op.drop_table("legal_holds")
    op.drop_table("erasures")
    op.drop_index("ix_decisions_erasure", "decisions")
    _gather_decisions()
    op.drop_index("ix_audit_entries_actor", "audit_entries")
    op.drop_index("ix_audit_entries_erasure", "audit_entries")
    for table, column in (
        ("audit_entries", "erasure"),
        ("decision_sources", "used_at"),
        ("decisions", "erasure"),
    ):
        with op.batch_alter_table(table) as batch:
            batch.drop_column(column)


def _moving_in() -> None:
    """Say which import brought a consent."""
    for table in ("consents", "consent_versions"):
        op.add_column(table, sa.Column("layer", Id(length=16), nullable=True))
        op.create_index(f"ix_{table}_layer", table, ["layer"])


def _undo_moving_in() -> None:
    """Forget which import brought a consent."""
    for table in ("consent_versions", "consents"):
        op.drop_index(f"ix_{table}_layer", table)
        op.drop_column(table, "layer")


def _now() -> None:
    """Tags and signals."""
    op.create_table(
        "ignored_signals",
        sa.Column("customer_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("signal_id", sa.String(length=64), nullable=False),
        sa.Column("since", UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint(
            "customer_id", "kind", "signal_id", name=op.f("pk_ignored_signals")
        ),
    )


def _undo_now() -> None:
    """Take away tags and signals."""
    op.drop_table("ignored_signals")


def _batch() -> None:
    """Batch lists."""
    op.create_table(
        "batch_lists",
        sa.Column("customer_id", sa.String(length=64), nullable=False),
        sa.Column("model_id", Id(length=16), nullable=False),
        sa.Column("catalogue", sa.String(length=32), nullable=False),
        sa.Column(
            "catalogue_version",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("customer_id", name=op.f("pk_batch_lists")),
    )


def _undo_batch() -> None:
    """Take away batch lists."""
    op.drop_table("batch_lists")
