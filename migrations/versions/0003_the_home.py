"""the home

Revision ID: 0003
Revises: 0002
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | Sequence[str] | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Add the tables of the home, its widgets and its platform."""
    _theme()


def downgrade() -> None:
    """Take them away again, in the opposite order."""
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
