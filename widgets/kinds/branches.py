"""Branches of the region: which is open, and how long one usually waits at this hour."""

from datetime import UTC, datetime, time

from widgets import base, face
from widgets.errors import NotConnected
from widgets.ports import Branch


class Config(base.Config):
    """Nothing to choose: the branches of your region are shown."""


async def load(context: base.Context, _config: Config) -> face.Face:
    """List the branches, the shortest queue first."""
    found = await context.ports.places.branches(context.customer_id)
    if not found:
        raise NotConnected
    return _face(found, context.now)


def _face(branches: list[Branch], now: datetime) -> face.Face:
    return face.Face(
        as_of=now,
        source=face.said("What is usual at this hour"),
        blocks=[
            _first(branches[0]),
            face.Rows(rows=[_row(one) for one in branches], since="M"),
            face.Note(
                text=face.said(
                    "Queues are what is usual at this hour of a working day, not a live count."
                ),
                since="L",
            ),
        ],
    )


def _first(branch: Branch) -> face.Figure:
    if not branch.is_open:
        return face.Figure(
            label=branch.name,
            value=face.Words(text=face.said("Closed now")),
            note=_hours(branch),
        )
    return face.Figure(
        label=branch.name,
        value=face.Number(scaled=branch.minutes, suffix=face.said(" min")),
        note=face.said("Usually waiting now: {n}", n=branch.waiting),
    )


def _row(branch: Branch) -> face.Row:
    return face.Row(
        id=branch.id,
        title=branch.name,
        note=branch.address,
        icon="map-pin",
        value=face.Number(scaled=branch.minutes, suffix=face.said(" min"))
        if branch.is_open
        else face.Words(text=_hours(branch)),
        chip=face.said("Open") if branch.is_open else face.said("Closed now"),
        chip_tone="good" if branch.is_open else "plain",
    )


def _hours(branch: Branch) -> str:
    return f"{branch.opens:%H:%M}-{branch.closes:%H:%M}"


_SAMPLE = [
    Branch(
        id="shanghai-garden",
        name={"zh-Hans": "静安花园社区支行", "en": "Jing’an Garden Community Branch"},
        address={"zh-Hans": "静安花园街 210 号", "en": "210 Garden Street, Jing’an"},
        opens=time(9, 30),
        closes=time(16, 30),
        is_open=True,
        waiting=1,
        minutes=7,
    ),
    Branch(
        id="shanghai-main",
        name={"zh-Hans": "上海分行营业部", "en": "Shanghai Main Branch"},
        address={"zh-Hans": "黄浦中山路 18 号", "en": "18 Zhongshan Road, Huangpu"},
        opens=time(9),
        closes=time(17),
        is_open=True,
        waiting=6,
        minutes=42,
    ),
]

WIDGET = base.Widget(
    kind="branches",
    title="Branches",
    summary="Where a branch is open, and how long one usually waits there now.",
    icon="map-pin",
    category="services",
    sizes=("M", "L", "S"),
    needs=("places",),
    config=Config,
    data=face.Face,
    load=load,
    view=face.view,
    refresh_seconds=300,
    sample=_face(_SAMPLE, datetime(2026, 11, 20, 1, 30, tzinfo=UTC)),
)
