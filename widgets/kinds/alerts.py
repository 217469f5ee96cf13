"""Security alerts: transfers that look odd, answered on the card."""

from datetime import UTC, datetime

from recommender.language import LANGUAGES
from recommender.money import Money
from widgets import base, face
from widgets.errors import NotConnected
from widgets.ports import TransferAlert, Watch

MINE, FREEZE = "mine", "freeze"
REFRESH_SECONDS = 30
"""The open home is told of a new alert by its socket; this is for when that fails."""
ODDITIES = {
    "amount": "much more than usual",
    "hour": "in the middle of the night",
    "payee": "to somebody new",
}


class Config(base.Config):
    """Nothing to choose: every alert is shown."""


async def load(context: base.Context, _config: Config) -> face.Face:
    """List the newest alerts, the open ones first."""
    watch = await context.ports.security.transfer_watch(context.customer_id)
    if watch is None:
        raise NotConnected
    return _face(watch, context.now)


async def act(context: base.Context, _config: Config, deed: base.Deed) -> None:
    """Say that a transfer was one's own, or stop payments from the account."""
    port = context.ports.security
    if deed.name == FREEZE:
        await port.freeze_account(context.customer_id, deed.item)
    else:
        await port.confirm_transfer(context.customer_id, deed.item)


def _face(watch: Watch, now: datetime) -> face.Face:
    waiting = [one for one in watch.alerts if one.state == "open"]
    settled = [one for one in watch.alerts if one.state != "open"]
    return face.Face(
        as_of=now,
        source=face.said("Watch over your transfers"),
        blocks=[
            *_frozen(watch),
            *_waiting(waiting),
            *([] if waiting else [_quiet(watch)]),
            *_settled(settled),
            _rule(),
        ],
    )


def _frozen(watch: Watch) -> list[face.Drawn]:
    if watch.frozen_since is None:
        return []
    text = face.said("Payments from your account are frozen. Call 95595 to release them.")
    return [face.Note(text=text, tone="warn", icon="lock")]


def _waiting(waiting: list[TransferAlert]) -> list[face.Drawn]:
    if not waiting:
        return []
    figure = face.Figure(
        label=face.said("Was this you?"),
        value=face.amount(waiting[0].amount),
        tone="bad",
        note=waiting[0].payee,
        until="S",
    )
    buttons = face.Acts(acts=_acts(waiting[0]), until="S")
    rows = face.Rows(label=face.said("Was this you?"), rows=[_open(one) for one in waiting])
    return [figure, buttons, rows.model_copy(update={"since": "M"})]


def _open(alert: TransferAlert) -> face.Row:
    return face.Row(
        id=alert.id,
        title=alert.payee or face.said("Unknown payee"),
        note=reasons(alert),
        icon="shield-alert",
        value=face.amount(alert.amount),
        delta=face.Moment(at=alert.at),
        tone="bad",
        acts=_acts(alert),
    )


def _acts(alert: TransferAlert) -> list[face.Act]:
    return [
        face.Act(label=face.said("It was me"), name=MINE, item=alert.id),
        face.Act(
            label=face.said("Freeze"),
            name=FREEZE,
            item=alert.id,
            confirm=face.said(
                "Freeze all payments from your account now? Only the bank can release them again."
            ),
            tone="danger",
        ),
    ]


def reasons(alert: TransferAlert) -> dict[str, str]:
    """Say what is odd about a transfer, in every language."""
    found = [face.said(ODDITIES[one]) for one in alert.oddities]
    return {
        language: ("，" if language.startswith("zh") else ", ").join(one[language] for one in found)
        for language in LANGUAGES
    }


def _quiet(watch: Watch) -> face.Note:
    text = face.said("Nothing odd. {n} transfers were looked at in 30 days.", n=watch.watched)
    return face.Note(text=text, tone="good", icon="shield-check")


def _settled(settled: list[TransferAlert]) -> list[face.Drawn]:
    rows = [
        face.Row(
            id=one.id,
            title=one.payee,
            value=face.amount(one.amount),
            note=reasons(one),
            delta=face.Moment(at=one.at),
            chip=face.said("It was me") if one.state == "mine" else face.said("Frozen"),
            chip_tone="good" if one.state == "mine" else "warn",
        )
        for one in settled
    ]
    return [face.Rows(label=face.said("Settled"), rows=rows, since="L")] if rows else []


def _rule() -> face.Note:
    text = face.said(
        "An alert is raised when two of these come together: at least ¥5,000 and five times your "
        "usual transfer, between midnight and five, a payee you never paid before."
    )
    return face.Note(text=text, since="L")


_SAMPLE = Watch(
    alerts=[
        TransferAlert(
            id="t2",
            payee={"zh-Hans": "泓泰数码", "en": "Hongtai Digital"},
            amount=Money(minor=860_000),
            at=datetime(2026, 11, 19, 18, 47, tzinfo=UTC),
            oddities=("amount", "hour", "payee"),
        ),
        TransferAlert(
            id="t1",
            payee={"zh-Hans": "房东", "en": "Landlord"},
            amount=Money(minor=1_200_000),
            at=datetime(2026, 10, 2, 17, 5, tzinfo=UTC),
            oddities=("amount", "hour"),
            state="mine",
        ),
    ],
    watched=14,
)

WIDGET = base.Widget(
    kind="alerts",
    title="Security alerts",
    summary="Transfers that look odd, while you can still stop them.",
    icon="shield-alert",
    category="life",
    sizes=("M", "L", "S"),
    needs=("security",),
    config=Config,
    data=face.Face,
    load=load,
    view=face.view,
    refresh_seconds=REFRESH_SECONDS,
    acts=(MINE, FREEZE),
    act=act,
    sample=_face(_SAMPLE, datetime(2026, 11, 20, 1, 30, tzinfo=UTC)),
)
