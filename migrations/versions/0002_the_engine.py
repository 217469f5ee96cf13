"""the engine

Revision ID: 0002
Revises: 0001
"""

from collections.abc import Sequence

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


def _undo_rules() -> None:
    """Take away business rules and rule sets."""


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
