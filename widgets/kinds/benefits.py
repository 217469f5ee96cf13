"""Benefits: level, points, what earns them and what they are exchanged for."""

from datetime import UTC, datetime

from widgets import base, face
from widgets.errors import NotConnected
from widgets.ports import PointsEntry, Reward, Standing, Task

FINISH, CLAIM = "finish", "claim"


class Config(base.Config):
    """Nothing to choose: the card shows what its size has room for."""


async def load(context: base.Context, _config: Config) -> face.Face:
    """Ask where the customer stands."""
    standing = await context.ports.benefits.standing(context.customer_id)
    if standing is None:
        raise NotConnected
    return _face(standing, context.now, is_senior=context.senior)


async def act(context: base.Context, _config: Config, deed: base.Deed) -> None:
    """Take the points of a task, or exchange points for a reward."""
    port = context.ports.benefits
    if deed.name == CLAIM:
        await port.claim_reward(context.customer_id, deed.item)
    else:
        await port.finish_task(context.customer_id, deed.item)


def _face(standing: Standing, now: datetime, *, is_senior: bool = False) -> face.Face:
    rewards = [] if is_senior else [_rewards(standing)]
    return face.Face(
        as_of=now,
        source=face.said("Benefits"),
        blocks=[
            face.Figure(
                label=face.said("Points"),
                value=face.Number(scaled=standing.points),
                note=standing.level,
                until="M",
            ),
            face.Figure(
                label=face.said("Points"),
                value=face.Number(scaled=standing.points),
                since="L",
            ),
            _level(standing),
            face.Rows(
                label=face.said("Earn"), rows=[_task(one) for one in standing.tasks], since="M"
            ),
            *rewards,
            *([] if is_senior else _next(standing.tasks)),
            *_entries(standing.entries),
        ],
    )


def _level(standing: Standing) -> face.Progress:
    if not standing.to_next:
        note = face.said("The highest level.")
    else:
        note = face.said("{n} points to the next level", n=standing.to_next)
    return face.Progress(
        label=standing.level, share=standing.level_share, note=note, tone="good", since="L"
    )


def _next(tasks: list[Task]) -> list[face.Drawn]:
    """Offer the first task whose points wait, where rows have no room for buttons."""
    waiting = [one for one in tasks if one.is_ready and not one.is_done]
    if not waiting:
        return []
    label = face.said("{name}: {points} points", name=waiting[0].name, points=waiting[0].points)
    take = face.Act(label=label, name=FINISH, item=waiting[0].id, tone="primary")
    return [face.Acts(acts=[take], until="M")]


def _task(task: Task) -> face.Row:
    acts = [face.Act(label=face.said("Take the points"), name=FINISH, item=task.id, tone="primary")]
    return face.Row(
        id=task.id,
        title=task.name,
        icon="circle-check" if task.is_done else "circle",
        value=face.Number(scaled=task.points, suffix=face.said(" points")),
        chip=face.said("Done") if task.is_done else "",
        chip_tone="good",
        note="" if task.is_done or task.is_ready else face.said("Do it first, then take them"),
        acts=acts if task.is_ready and not task.is_done else [],
    )


def _rewards(standing: Standing) -> face.Rows:
    rows = [_reward(one, standing.points) for one in standing.rewards]
    return face.Rows(label=face.said("Exchange"), rows=rows, since="XL")


def _reward(reward: Reward, points: int) -> face.Row:
    is_open = reward.left > 0 and points >= reward.points
    confirm = face.said(
        "Exchange {points} points for {name}?", points=reward.points, name=reward.name
    )
    act_of = face.Act(label=face.said("Exchange"), name=CLAIM, item=reward.id, confirm=confirm)
    return face.Row(
        id=reward.id,
        title=reward.name,
        icon="gift",
        note=face.said("{n} left", n=reward.left) if reward.left else face.said("None left"),
        value=face.Number(scaled=reward.points, suffix=face.said(" points")),
        acts=[act_of] if is_open else [],
    )


def _entries(entries: list[PointsEntry]) -> list[face.Drawn]:
    rows = [
        [
            face.Words(text=one.name),
            face.Moment(at=one.at),
            face.Number(scaled=one.points),
        ]
        for one in entries
    ]
    columns = [
        face.Column(title=face.said("What")),
        face.Column(title=face.said("When")),
        face.Column(title=face.said("Points"), is_number=True),
    ]
    return [face.Table(columns=columns, rows=rows)] if rows else []


_SAMPLE = Standing(
    points=865,
    level={"zh-Hans": "白银", "en": "Silver"},
    level_share=0.47,
    to_next=535,
    tasks=[
        Task(
            id="check-in",
            name={"zh-Hans": "今日签到", "en": "Check in today"},
            points=5,
            is_done=False,
        ),
        Task(
            id="safety",
            name={"zh-Hans": "确认已读防诈骗要点", "en": "Confirm the rules against fraud"},
            points=60,
            is_done=True,
        ),
    ],
    rewards=[
        Reward(
            id="coffee", name={"zh-Hans": "咖啡券", "en": "Coffee voucher"}, points=150, left=12
        ),
        Reward(
            id="checkup", name={"zh-Hans": "体检套餐", "en": "Health check"}, points=900, left=1
        ),
    ],
    entries=[
        PointsEntry(
            name={"zh-Hans": "确认已读防诈骗要点", "en": "Confirm the rules against fraud"},
            points=60,
            at=datetime(2026, 11, 12, 2, 0, tzinfo=UTC),
        )
    ],
)

WIDGET = base.Widget(
    kind="benefits",
    title="Benefits",
    summary="Your level, your points, and what they are worth.",
    icon="gift",
    category="life",
    sizes=("M", "L", "XL", "S"),
    needs=("benefits",),
    config=Config,
    data=face.Face,
    load=load,
    view=face.view,
    acts=(FINISH, CLAIM),
    act=act,
    sample=_face(_SAMPLE, datetime(2026, 11, 20, 1, 30, tzinfo=UTC)),
)
