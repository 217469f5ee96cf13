"""Wealth journey: the stage that somebody is in, by a rule that is shown, and the next step."""

from datetime import UTC, date, datetime

from recommender.money import Money
from widgets import base, face
from widgets.errors import NoData
from widgets.ports import Journey

STAGES = {
    "start": "Getting started",
    "reserve": "Building a reserve",
    "build": "Building wealth",
    "grow": "Letting it grow",
    "preserve": "Keeping and passing on",
}
"""In their order; English msgids, as the following."""

RULES = {
    "start": "Less than one month of your spending is at hand, or it is not known yet.",
    "reserve": "Less than three months of your usual spending are at hand.",
    "build": "Less than a tenth is invested, or no goal is set.",
    "grow": "A reserve, investments and goals: everything is in place.",
    "preserve": "You are 60 or older, or your wealth covers 20 years of your spending.",
}
STEPS = {
    "save": "Next step: put a fixed sum aside on every pay day.",
    "fill_reserve": "Next step: fill your reserve up to three months of spending.",
    "set_goal": "Next step: set a goal and give it a monthly sum.",
    "review": "Next step: look once a year whether what you hold still fits you.",
    "hand_on": "Next step: settle what should go to whom, and keep it easy to reach.",
}
HREFS = {
    "save": "/gallery?kind=goals",
    "fill_reserve": "/gallery?kind=goals",
    "set_goal": "/gallery?kind=goals",
    "review": "/me",
    "hand_on": "/discover?topic=legacy",
}


class Config(base.Config):
    """Nothing to choose: the rule is the same for everybody."""


async def load(context: base.Context, _config: Config) -> face.Face:
    """Ask where the customer stands."""
    found = await context.ports.goals.journey(context.customer_id)
    if found is None:
        raise NoData(
            "Your journey begins with your first account.",
            label="Find an account",
            href="/discover",
        )
    return _face(found)


def _face(found: Journey) -> face.Face:
    return face.Face(
        as_of=found.as_of,
        source=face.said("Your accounts"),
        blocks=[
            face.Figure(
                label=face.said("Your stage"),
                value=face.Words(text=face.said(STAGES[found.stage])),
                note=face.said(
                    "Stage {n} of {all}", n=list(STAGES).index(found.stage) + 1, all=len(STAGES)
                ),
            ),
            face.Note(text=face.said(RULES[found.stage]), since="L"),
            face.Note(
                text=face.said(STEPS[found.next_step]), tone="info", icon="target", since="L"
            ),
            *_line(found),
            *_facts(found),
            face.Acts(
                acts=[
                    face.Act(
                        label=face.said("Take the next step"),
                        href=HREFS[found.next_step],
                        tone="primary",
                    )
                ],
                since="L",
            ),
            _stages(found),
        ],
    )


def _line(found: Journey) -> list[face.Chart]:
    if len(found.line) < 2:
        return []
    values = [
        face.amount(Money(minor=minor, currency=found.worth.currency)) for _, minor in found.line
    ]
    return [
        face.Chart(
            shape="line",
            since="L",
            alt=face.said("Your wealth at the end of each of the last {n} months.", n=len(values)),
            labels=[face.Day(on=day) for day, _ in found.line],
            series=[face.Series(values=values)],
        )
    ]


def _facts(found: Journey) -> list[face.Rows]:
    """Show what the stage was judged by; on a large card the way and the step take its room."""
    on_track = face.said("{n} of {all}", n=found.goals_on_track, all=found.goals)
    rows = [
        face.Row(
            id="reserve",
            title=face.said("At hand, in months of spending"),
            icon="umbrella",
            value=_months(found),
        ),
        face.Row(
            id="invested",
            title=face.said("Invested"),
            icon="chart-line",
            value=face.Share(share=found.invested_share),
        ),
        face.Row(
            id="goals",
            title=face.said("Goals on track"),
            icon="target",
            value=face.Words(text=on_track if found.goals else face.said("None yet")),
        ),
    ]
    return [face.Rows(rows=rows, since="M", until="M"), face.Rows(rows=rows, since="XL")]


def _months(found: Journey) -> face.Value:
    if found.reserve_months is None:
        return face.Words(text=face.said("Not measurable yet"))
    scaled = round(found.reserve_months * 10)
    return face.Number(scaled=scaled, digits=1, suffix=face.said(" months"))


def _stages(found: Journey) -> face.Rows:
    """List every stage with its rule, so that nobody has to guess."""
    rows = [
        face.Row(
            id=stage,
            title=face.said(name),
            note=face.said(RULES[stage]),
            chip=face.said("You are here") if stage == found.stage else "",
            chip_tone="info",
        )
        for stage, name in STAGES.items()
    ]
    return face.Rows(label=face.said("The stages, checked from the top"), rows=rows, since="XL")


_SAMPLE = Journey(
    stage="build",
    next_step="set_goal",
    reserve_months=5.2,
    invested_share=0.07,
    worth=Money(minor=28_400_000),
    goals=1,
    goals_on_track=1,
    line=tuple((date(2026, month, 28), 26_000_000 + month * 218_000) for month in range(1, 12)),
    as_of=datetime(2026, 11, 20, 1, 30, tzinfo=UTC),
)

WIDGET = base.Widget(
    kind="journey",
    title="Wealth journey",
    summary="The stage you are in, why, and the one next step.",
    icon="map-pin",
    category="wealth",
    sizes=("L", "M", "S", "XL"),
    needs=("goals",),
    config=Config,
    data=face.Face,
    load=load,
    view=face.view,
    sample=_face(_SAMPLE),
)
