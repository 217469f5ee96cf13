"""My adviser: who looks after the customer, when they are free, and the open thread."""

from datetime import UTC, datetime, timedelta, timezone

from widgets import base, face
from widgets.errors import NoData
from widgets.ports import Adviser, Message

CALL = "call"
THREAD = "/adviser"
CALL_WISH = "Please call me back."
MOST = 5


class Config(base.Config):
    """Nothing to choose."""


async def load(context: base.Context, _config: Config) -> face.Face:
    """Ask who looks after the customer, and for the newest messages."""
    adviser = await context.ports.advisers.adviser(context.customer_id)
    if adviser is None:
        raise NoData(
            "Nobody looks after you yet. A branch will name somebody.",
            label="Choose another card",
            href="/gallery",
        )
    return _face(adviser, context.now)


async def act(context: base.Context, _config: Config, _deed: base.Deed) -> None:
    """Ask to be called back."""
    await context.ports.advisers.ask_for_call(context.customer_id)


def _face(adviser: Adviser, now: datetime) -> face.Face:
    return face.Face(
        as_of=now,
        source=face.said("Your branch"),
        blocks=[
            face.Figure(
                label=face.said("Looks after you"),
                value=face.Words(text=adviser.name),
                note=face.said("Next free time: {time}", time=adviser.free_at)
                if adviser.free_at
                else "",
            ),
            *_thread(adviser),
            _acts(adviser),
        ],
    )


def _thread(adviser: Adviser) -> list[face.Drawn]:
    if not adviser.thread:
        text = face.said("No messages yet. Write whenever you like.")
        return [face.Note(text=text, since="M")]
    newest_first = [_row(one, adviser) for one in adviser.thread[::-1]]
    last = face.Note(text=newest_first[0].note, icon="message-circle", since="M", until="M")
    waiting = face.Note(text=face.said("Your last message waits for its answer."), since="L")
    return [
        last,
        face.Rows(label=face.said("Messages"), rows=newest_first[:MOST], since="L"),
        *([waiting] if adviser.waits_for_answer else []),
    ]


def _row(message: Message, adviser: Adviser) -> face.Row:
    who = face.said("You") if message.is_mine else adviser.name
    return face.Row(
        id=message.id,
        title=who,
        note=face.said(CALL_WISH) if message.asks_call else message.text[: face.MOST_LETTERS],
        icon="message-circle" if message.is_mine else "user-round",
        value=face.Moment(at=message.at),
    )


def _acts(adviser: Adviser) -> face.Acts:
    call = face.Act(
        label=face.said("Call me back"),
        name=CALL,
        confirm=face.said("Ask {name} to call you back?", name=adviser.name),
    )
    return face.Acts(
        acts=[face.Act(label=face.said("Write"), href=THREAD, tone="primary"), call],
    )


_SAMPLE = Adviser(
    name={"zh-Hans": "蒋楠", "en": "Jiang Nan"},
    free_at=datetime(2026, 11, 23, 14, 0, tzinfo=timezone(timedelta(hours=8))),
    thread=(
        Message(
            id="m1",
            is_mine=True,
            text="我的一年期定期下个月到期，想听听您的建议。",
            at=datetime(2026, 11, 17, 2, 0, tzinfo=UTC),
        ),
        Message(
            id="m2",
            is_mine=False,
            text="方案已经整理好，您可以约个时间，我当面讲给您听。",
            at=datetime(2026, 11, 19, 6, 30, tzinfo=UTC),
        ),
    ),
)

WIDGET = base.Widget(
    kind="manager",
    title="My adviser",
    summary="Who looks after you, when they are free, and what you wrote to each other.",
    icon="user-round",
    category="messages",
    sizes=("M", "L", "S"),
    needs=("advisers",),
    config=Config,
    data=face.Face,
    load=load,
    view=face.view,
    acts=(CALL,),
    act=act,
    sample=_face(_SAMPLE, datetime(2026, 11, 20, 1, 30, tzinfo=UTC)),
)
