"""Appointments: a time at a branch or by video, booked and given back on the card."""

from datetime import UTC, datetime, timedelta, timezone

from pydantic import Field

from widgets import base, face
from widgets.errors import NotConnected
from widgets.ports import Appointment, Diary, Slot

BOOK, CANCEL = "book", "cancel"
ICONS = {"branch": "map-pin", "remote": "video"}


class Config(base.Config):
    """How much is shown."""

    free: int = Field(6, ge=3, le=12, title="Free times", description="Most free times shown.")


async def load(context: base.Context, config: Config) -> face.Face:
    """List what is booked and what is free."""
    diary = await context.ports.places.diary(context.customer_id)
    if diary is None:
        raise NotConnected
    card = _face(diary, config.free, context.now)
    return card if context.senior else _with_button(card, diary)


async def act(context: base.Context, _config: Config, deed: base.Deed) -> None:
    """Take a free time, or give one back."""
    port = context.ports.places
    if deed.name == CANCEL:
        await port.cancel_appointment(context.customer_id, deed.item)
    else:
        await port.book_appointment(context.customer_id, deed.item)


def _face(diary: Diary, most: int, now: datetime) -> face.Face:
    return face.Face(
        as_of=now,
        source=face.said("Diaries of the branches"),
        blocks=[
            *_next(diary),
            *_booked(diary.booked),
            *_free(diary.free[:most]),
        ],
    )


def _next(diary: Diary) -> list[face.Drawn]:
    if diary.booked:
        first = diary.booked[0]
        return [
            face.Figure(
                label=face.said("Your appointment"),
                value=face.Words(text=_told(first.starts_at)),
                note=first.place,
                until="S",
            )
        ]
    if diary.free:
        label = face.said("Next free time")
        value = face.Words(text=_told(diary.free[0].starts_at))
        return [face.Figure(label=label, value=value, note=diary.free[0].place, until="S")]
    return [face.Note(text=face.said("No time is free in the next days."))]


def _booked(booked: list[Appointment]) -> list[face.Drawn]:
    rows = [
        face.Row(
            id=one.id,
            title=_told(one.starts_at),
            note=one.place,
            icon=ICONS[one.mode],
            chip=face.said("Booked"),
            chip_tone="good",
            acts=[
                face.Act(
                    label=face.said("Give back"),
                    name=CANCEL,
                    item=one.id,
                    confirm=face.said("Give this time back?"),
                )
            ],
        )
        for one in booked
    ]
    return [face.Rows(label=face.said("Your appointments"), rows=rows, since="M")] if rows else []


def _free(free: list[Slot]) -> list[face.Drawn]:
    rows = [
        face.Row(
            id=one.id,
            title=_told(one.starts_at),
            note=one.place,
            icon=ICONS[one.mode],
            acts=[_book(one)],
        )
        for one in free
    ]
    return [face.Rows(label=face.said("Free"), rows=rows, since="M")] if rows else []


def _book(slot: Slot) -> face.Act:
    return face.Act(
        label=face.said("Book"),
        name=BOOK,
        item=slot.id,
        confirm=face.said("Book {time}, {place}?", time=slot.starts_at, place=slot.place),
        tone="primary",
    )


def _with_button(card: face.Face, diary: Diary) -> face.Face:
    """Offer the first free time, where rows have no room for buttons."""
    if diary.booked or not diary.free:
        return card
    button = face.Acts(acts=[_book(diary.free[0])], until="M")
    return card.model_copy(update={"blocks": [*card.blocks, button]})


def _told(at: datetime) -> dict[str, str]:
    """Say a time to the minute, as the bank's clocks show it."""
    return face.said("{time}", time=at)


_ZONE = timezone(timedelta(hours=8))
_PLACE = {"zh-Hans": "黄浦公园支行", "en": "Huangpu Park Branch"}
_SAMPLE = Diary(
    booked=[
        Appointment(
            id="a1",
            mode="branch",
            place=_PLACE,
            starts_at=datetime(2026, 11, 24, 10, 30, tzinfo=_ZONE),
        )
    ],
    free=[
        Slot(
            id="remote.1",
            mode="remote",
            place={"zh-Hans": "远程视频", "en": "By video"},
            starts_at=datetime(2026, 11, 23, 14, 0, tzinfo=_ZONE),
        ),
        Slot(
            id="park.2",
            mode="branch",
            place=_PLACE,
            starts_at=datetime(2026, 11, 25, 9, 30, tzinfo=_ZONE),
        ),
    ],
)

WIDGET = base.Widget(
    kind="appointments",
    title="Appointments",
    summary="Meet us at a branch or by video, at a time that is free.",
    icon="calendar-plus",
    category="services",
    sizes=("M", "L", "S"),
    needs=("places",),
    config=Config,
    data=face.Face,
    load=load,
    view=face.view,
    acts=(BOOK, CANCEL),
    act=act,
    sample=_face(_SAMPLE, 6, datetime(2026, 11, 20, 1, 30, tzinfo=UTC)),
)
