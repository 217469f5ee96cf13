"""Notices: what the bank must tell; the card can be moved, never removed."""

from datetime import UTC, datetime
from typing import Any, Literal

import reflex as rx
from pydantic import BaseModel, Field

from widgets import base
from widgets.errors import NoData
from widgets.ports import Texts
from widgets.words import choose, t, when


class Config(base.Config):
    """How much is shown."""

    rows: int = Field(3, ge=1, le=10, description="Most notices shown.")


class Row(BaseModel):
    """One notice."""

    id: str
    level: Literal["info", "warning", "critical"]
    title: Texts
    body: Texts
    at: datetime


class Data(base.Data):
    """Notices that are valid now, the newest first."""

    rows: list[Row]


async def load(context: base.Context, config: Config) -> Data:
    """List the notices."""
    found = await context.ports.notices.current(context.customer_id)
    if not found:
        raise NoData("No notices. Everything is in order.")
    rows = [
        Row(id=one.id, level=one.level, title=one.title, body=one.body, at=one.at)
        for one in found[: config.rows]
    ]
    return Data(as_of=context.now, rows=rows)


def view(data: Any) -> rx.Component:
    """Show each notice with its level in words, not in colour alone."""
    return rx.el.ul(rx.foreach(data.rows, _row), class_name="list roomy")


def _row(row: Any) -> rx.Component:
    level = rx.match(
        row.level,
        ("critical", rx.el.span(t("Important"), class_name="chip bad")),
        ("warning", rx.el.span(t("Please note"), class_name="chip warn")),
        rx.el.span(t("Notice"), class_name="chip"),
    )
    return rx.el.li(
        rx.el.div(level, rx.el.span(when(row.at), class_name="caption"), class_name="row tight"),
        rx.el.p(choose(row.title), class_name="item-title"),
        rx.el.p(choose(row.body), class_name="muted clip-3"),
        class_name="item",
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
    data=Data,
    load=load,
    view=view,
    mandatory=True,
    sample=Data(
        as_of=datetime(2026, 11, 20, 1, 30, tzinfo=UTC),
        rows=[
            Row(
                id="n1",
                level="warning",
                title={
                    "zh-Hans": "谨防冒充客服的电话",
                    "en": "Beware of calls that pretend to be us",
                },
                body={
                    "zh-Hans": "我们不会索要验证码或密码。",
                    "en": "We never ask for codes or passwords.",
                },
                at=datetime(2026, 11, 19, 2, 0, tzinfo=UTC),
            )
        ],
    ),
)
