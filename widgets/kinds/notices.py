"""Notices: what the bank must tell; the card can be moved, never removed."""

from datetime import UTC, datetime

from pydantic import Field

from widgets import base, face
from widgets.errors import NoData
from widgets.ports import Notice

LEVELS: dict[str, tuple[str, face.Tone, str]] = {
    "critical": ("Important", "bad", "circle-alert"),
    "warning": ("Please note", "warn", "triangle-alert"),
    "info": ("Notice", "plain", "info"),
}
"""Level -> what it is called, its tone and its icon: never told by colour alone."""


class Config(base.Config):
    """How much is shown."""

    rows: int = Field(6, ge=1, le=20, description="Most notices shown.")


async def load(context: base.Context, config: Config) -> face.Face:
    """List the notices, the newest first."""
    found = await context.ports.notices.current(context.customer_id)
    if not found:
        raise NoData("No notices. Everything is in order.")
    rows = [_row(one) for one in found[: config.rows]]
    return face.Face(
        as_of=context.now,
        source=face.said("Your bank"),
        blocks=[face.Rows(rows=rows, more=len(found) - len(rows))],
    )


def _row(notice: Notice) -> face.Row:
    said, tone, icon = LEVELS[notice.level]
    return face.Row(
        id=notice.id,
        title=face.brief(notice.title),
        note=face.brief(notice.body),
        icon=icon,
        chip=face.said(said),
        chip_tone=tone,
        delta=face.Moment(at=notice.at),
    )


_SAMPLE = Notice(
    id="n1",
    level="warning",
    title={"zh-Hans": "谨防冒充客服的电话", "en": "Beware of calls that pretend to be us"},
    body={"zh-Hans": "我们不会索要验证码或密码。", "en": "We never ask for codes or passwords."},
    at=datetime(2026, 11, 19, 1, 30, tzinfo=UTC),
)

WIDGET = base.Widget(
    kind="notices",
    title="Notices",
    summary="What the bank has to tell you. This card always stays.",
    icon="bell",
    category="messages",
    sizes=("M", "S", "L"),
    needs=("notices",),
    config=Config,
    data=face.Face,
    load=load,
    view=face.view,
    mandatory=True,
    sample=face.Face(
        as_of=datetime(2026, 11, 20, 1, 30, tzinfo=UTC),
        source=face.said("Your bank"),
        blocks=[face.Rows(rows=[_row(_SAMPLE)])],
    ),
)
