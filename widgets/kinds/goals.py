"""Goals: how far each has come, and when it is reached at the customer's real pace."""

from datetime import UTC, date, datetime, timedelta

from recommender.money import Money
from widgets import base, face
from widgets.errors import NoData
from widgets.ports import Goal, GoalList, Idea
from widgets.ports.goals import GOAL_ICONS, GOAL_NAMES

LATER, SOONER, REMOVE, BEGIN = "later", "sooner", "remove", "begin"
STEP_MONTHS = 3
PROJECTED_POINTS = 8
MONTH_DAYS = 30.44


class Config(base.Config):
    """Nothing to choose: every goal is shown."""


async def load(context: base.Context, _config: Config) -> face.Face:
    """List the goals, and what could be begun."""
    goals = context.ports.goals
    found = await goals.list(context.customer_id)
    ideas = await goals.ideas(context.customer_id)
    if not found.goals and not ideas:
        raise NoData(
            "No goal yet. Once you have spent a month with us, the card suggests some.",
            label="Choose goals",
            href="/welcome",
        )
    return _face(found, ideas)


async def act(context: base.Context, _config: Config, deed: base.Deed) -> None:
    """Begin a goal, move its day, or give it up."""
    goals, customer = context.ports.goals, context.customer_id
    if deed.name == BEGIN:
        await goals.begin(customer, deed.item)
    elif deed.name == REMOVE:
        await goals.remove(customer, deed.item)
    else:
        months = STEP_MONTHS if deed.name == LATER else -STEP_MONTHS
        await goals.shift(customer, deed.item, months)


def _face(found: GoalList, ideas: tuple[Idea, ...]) -> face.Face:
    nearest = next((goal for goal in found.goals if not goal.is_reached), None)
    blocks: list[face.Drawn]
    if not found.goals:
        blocks = [face.Note(text=face.said("What do you save for?")), *_begin(ideas, since="S")]
        return face.Face(as_of=found.as_of, source=face.said("Your accounts"), blocks=blocks)
    open_first = sorted(found.goals, key=lambda goal: goal.is_reached)
    blocks = [
        _figure(found),
        *_assumption(found, nearest),
        *([_chart(nearest, found)] if nearest else []),
        face.Rows(rows=[_row(goal) for goal in open_first]),
        *_begin(ideas, since="XL"),
    ]
    return face.Face(as_of=found.as_of, source=face.said("Your accounts"), blocks=blocks)


def _figure(found: GoalList) -> face.Figure:
    """Show what is saved for everything together."""
    currency = found.goals[0].target.currency
    own = [goal for goal in found.goals if goal.target.currency == currency]
    saved = sum(goal.saved.minor for goal in own)
    target = sum(goal.target.minor for goal in own)
    return face.Figure(
        label=face.said("Saved for your goals"),
        value=face.amount(Money(minor=saved, currency=currency)),
        note=face.said(
            "of {target}, {share} %",
            target=Money(minor=target, currency=currency).told(),
            share=saved * 100 // target,
        ),
    )


def _chart(goal: Goal, found: GoalList) -> face.Chart:
    """Draw the nearest goal: what was saved as a line, what follows from the pace dashed.

    Points stand equally far apart in time, so that the labels do.
    """
    today = found.as_of.date()
    step = _step(goal, today)
    places = range(len(goal.line) - step, -1, -step)
    past = [(found.months[place], _amount(goal.line[place], goal)) for place in reversed(places)]
    ahead = _ahead(goal, today, step)
    now = face.amount(goal.saved)
    days = [day for day, _ in past] + [today] + [day for day, _ in ahead]
    return face.Chart(
        shape="line",
        since="L",
        alt=face.said("{goal}: what is saved, and the way to the goal.", goal=_title(goal)),
        labels=[face.Day(on=day) for day in days],
        series=[
            face.Series(name=face.said("Saved"), values=[*(one for _, one in past), now]),
            face.Series(
                name=face.said("Projection"),
                values=[now, *(one for _, one in ahead)],
                start=len(past),
                dashed=True,
            ),
        ],
        goal=face.amount(goal.target),
    )


def _step(goal: Goal, today: date) -> int:
    """Return every how many months a point stands."""
    if goal.reached_on is None or goal.reached_on <= today:
        return 1
    months = (goal.reached_on - today).days / MONTH_DAYS
    return max(1, round(months / PROJECTED_POINTS))


def _ahead(goal: Goal, today: date, step: int) -> list[tuple[date, face.Amount]]:
    """Return points on the straight way to the day on which the goal is reached."""
    end = goal.reached_on
    if end is None or end <= today:
        return []
    missing, span = goal.target.minor - goal.saved.minor, (end - today).days
    count = max(1, round(span / (step * MONTH_DAYS)))
    return [
        (
            today + timedelta(days=span * number // count),
            _amount(goal.saved.minor + missing * number // count, goal),
        )
        for number in range(1, count + 1)
    ]


def _amount(minor: int, goal: Goal) -> face.Amount:
    return face.amount(Money(minor=minor, currency=goal.target.currency))


def _row(goal: Goal) -> face.Row:
    chip, tone = _standing(goal)
    return face.Row(
        id=goal.id,
        title=_title(goal),
        note=face.said(
            "of {target} by {month}", target=goal.target.told(), month=f"{goal.target_on:%Y-%m}"
        ),
        icon=GOAL_ICONS[goal.kind],
        value=face.amount(goal.saved),
        chip=chip,
        chip_tone=tone,
        progress=goal.share,
        acts=_acts(goal),
    )


def _standing(goal: Goal) -> tuple[face.Text, face.Tone]:
    if goal.is_reached:
        return face.said("Saved up"), "good"
    if goal.reached_on is None:
        return face.said("Not at this pace"), "warn"
    if goal.reached_on > goal.target_on:
        return face.said("Later than planned"), "warn"
    return face.said("On track"), "good"


def _acts(goal: Goal) -> list[face.Act]:
    remove = face.Act(
        label=face.said("Give up"),
        name=REMOVE,
        item=goal.id,
        confirm=face.said("Give this goal up? Your money stays where it is."),
        tone="danger",
    )
    if goal.is_reached:
        return [remove]
    return [
        face.Act(label=face.said("+3 months"), name=LATER, item=goal.id),
        face.Act(label=face.said("−3 months"), name=SOONER, item=goal.id),
        remove,
    ]


def _assumption(found: GoalList, nearest: Goal | None) -> list[face.Drawn]:
    """State what the projection assumes, and what would be needed."""
    if nearest is None:
        return []
    pace = face.said(
        "Assumed: {rate} a month, the median of your last {n} full months; no interest.",
        rate=nearest.rate.told(),
        n=found.months_measured,
    )
    needed = face.said(
        "{goal} on its day needs {needed} a month.",
        goal=_title(nearest),
        needed=nearest.needed.told(),
    )
    order = face.said("Goals on one account are filled in the order of their dates.")
    is_late = nearest.reached_on is None or nearest.reached_on > nearest.target_on
    tone: face.Tone = "warn" if is_late else "plain"
    return [
        face.Note(text=pace, since="L"),
        face.Note(text=needed, tone=tone, since="XL"),
        face.Note(text=order, since="XL"),
    ]


def _begin(ideas: tuple[Idea, ...], since: base.Size) -> list[face.Drawn]:
    if not ideas:
        return []
    options = [
        face.Option(
            value=idea.kind,
            label=face.said(
                "{goal}: {target} by {month}",
                goal=face.said(GOAL_NAMES[idea.kind]),
                target=idea.target.told(),
                month=f"{idea.target_on:%Y-%m}",
            ),
        )
        for idea in ideas
    ]
    first = [face.Option(value="", label=face.said("Choose a goal")), *options]
    label = face.said("Begin a goal")
    return [face.Choice(name=BEGIN, label=label, options=first, since=since)]


def _title(goal: Goal) -> face.Text:
    return goal.title or face.said(GOAL_NAMES[goal.kind])


_NOW = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
_SAVINGS = {"zh-Hans": "储蓄账户 7302", "en": "Savings account 7302"}
_SAMPLE = GoalList(
    goals=(
        Goal(
            id="g1",
            kind="emergency",
            target=Money(minor=6_000_000),
            target_on=date(2027, 3, 1),
            saved=Money(minor=6_000_000),
            rate=Money(minor=532_000),
            reached_on=date(2026, 11, 20),
            needed=Money(minor=0),
            account=_SAVINGS,
            line=(6_000_000,) * 6,
        ),
        Goal(
            id="g2",
            kind="education",
            target=Money(minor=20_000_000),
            target_on=date(2028, 9, 1),
            saved=Money(minor=9_200_000),
            rate=Money(minor=532_000),
            reached_on=date(2028, 8, 20),
            needed=Money(minor=514_000),
            account=_SAVINGS,
            line=(6_540_000, 7_070_000, 7_600_000, 8_130_000, 8_660_000, 9_190_000),
        ),
    ),
    months_measured=6,
    months=(
        date(2026, 5, 31),
        date(2026, 6, 30),
        date(2026, 7, 31),
        date(2026, 8, 31),
        date(2026, 9, 30),
        date(2026, 10, 31),
    ),
    as_of=_NOW,
)

WIDGET = base.Widget(
    kind="goals",
    title="Goals",
    summary="What you save for, and when you reach it at your real pace.",
    icon="target",
    category="wealth",
    sizes=("L", "M", "S", "XL"),
    needs=("goals",),
    config=Config,
    data=face.Face,
    load=load,
    view=face.view,
    acts=(BEGIN, LATER, SOONER, REMOVE),
    act=act,
    sample=_face(_SAMPLE, ()),
)
