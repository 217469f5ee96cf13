"""Trials as the pages hold them: plain values that a view can draw."""

from collections.abc import Mapping, Sequence

from pydantic import BaseModel

from dashboard.parts.studio.model import named
from recommender.experiments.model import ModelRun
from recommender.language import LANGUAGES, say
from recommender.trials.design import Arm, Design, Trial, TrialState
from recommender.trials.judging import ArmResult, Sure, TrialResults
from recommender.trials.views import TrialView

MOST_ARMS = 4
ACTIVE, POPULARITY = "active", "popularity"
USUAL = "usual"
EXPLORING = ("0", "0.1", "0.2", "0.3", "0.5")


class TrialLine(BaseModel):
    """One trial in the list."""

    id: str = ""
    title: str = ""
    status: str = ""
    scenario: str = ""
    segment: str = ""
    outcome: str = ""
    arms: list[str] = []
    made_by: dict[str, str] = {}
    changed_at: str = ""


class ArmDraft(BaseModel):
    """One arm in the form; an empty name is no arm."""

    number: int = 0
    name: str = ""
    share: str = ""
    model: str = ACTIVE
    exploration: str = USUAL


class TrialDraft(BaseModel):
    """The form."""

    title: str = ""
    scenario: str = "home"
    segment: str = ""
    outcome: str = "clicked"
    window_hours: int = 24
    guard_hours: int = 1
    days: int = 28
    hold_out_by_popularity: bool = False


class ModelChoice(BaseModel):
    """A model that an arm may use."""

    id: str = ""
    name: str = ""


class Band(BaseModel):
    """A figure with its bounds, and where they lie on the common scale, as percentages."""

    mean: str = ""
    low: str = ""
    high: str = ""
    left: str = "0%"
    width: str = "0%"
    at: str = "0%"
    is_sure: bool = False
    is_good: bool = False
    customers: int = 0


class GuardLine(BaseModel):
    """One guard rail of an arm."""

    measure: str = ""
    harm: str = ""
    borne: str = ""
    state: str = "open"


class ArmLine(BaseModel):
    """One arm, or a group beside the arms."""

    name: str = ""
    share: str = ""
    model: str = ""
    exploration: str = ""
    customers: int = 0
    complete: int = 0
    totals: dict[str, int] = {}
    rate: Band = Band()
    gain: Band = Band()
    has_gain: bool = False
    guards: list[GuardLine] = []
    stopped_at: str = ""
    stopped_why: dict[str, str] = {}


class StepLine(BaseModel):
    """One thing that somebody did."""

    action: str = ""
    by: dict[str, str] = {}
    at: str = ""
    note: str = ""


def line_of(view: TrialView, names: Mapping[str, dict[str, str]]) -> TrialLine:
    """Return a trial's line."""
    design, steps = view.design, view.steps
    changed = view.ended_at or view.started_at or (steps[-1].at if steps else view.made_at)
    return TrialLine(
        id=view.id,
        title=design.title,
        status=view.state.value,
        scenario=design.scenario,
        segment=design.segment or "",
        outcome=design.outcome,
        arms=[f"{arm.name} {arm.share:.0%}" for arm in design.arms],
        made_by=named(names, view.made_by),
        changed_at=changed.isoformat(),
    )


def draft_of(design: Design) -> tuple[TrialDraft, list[ArmDraft]]:
    """Return the form that shows a design."""
    plain = design.model_dump(include=set(TrialDraft.model_fields))
    draft = TrialDraft(**plain | {"segment": design.segment or ""})
    arms = [_arm_draft(number, arm) for number, arm in enumerate(design.arms)]
    return draft, [*arms, *no_arms()][: max(MOST_ARMS, len(arms))] if arms else no_arms()


def no_arms() -> list[ArmDraft]:
    """Return the arms of an empty form: a control, one arm, and room for more."""
    names, shares = ("control", "new", "", ""), ("50", "50", "", "")
    return [
        ArmDraft(number=number, name=names[number], share=shares[number])
        for number in range(MOST_ARMS)
    ]


def _arm_draft(number: int, arm: Arm) -> ArmDraft:
    return ArmDraft(
        number=number,
        name=arm.name,
        share=f"{arm.share * 100:g}",
        model=POPULARITY if arm.by_popularity else arm.model_id or ACTIVE,
        exploration=USUAL if arm.exploration_share is None else f"{arm.exploration_share:g}",
    )


def design_of(form: Mapping[str, str]) -> dict[str, object]:
    """Return what a form says, to be validated as a Design."""
    names = ("title", "scenario", "outcome", "window_hours", "guard_hours", "days")
    given: dict[str, object] = {name: form.get(name, "") for name in names}
    given["segment"] = form.get("segment") or None
    given["hold_out_by_popularity"] = bool(form.get("hold_out_by_popularity"))
    given["arms"] = [
        _arm_in(form, number)
        for number in range(MOST_ARMS)
        if form.get(f"arm_{number}_name", "").strip()
    ]
    return given


def _arm_in(form: Mapping[str, str], number: int) -> dict[str, object]:
    def read(name: str) -> str:
        return form.get(f"arm_{number}_{name}", "").strip()

    model, exploration = read("model"), read("exploration")
    share = read("share")
    is_number = share.replace(".", "", 1).isdigit()
    return {
        "name": read("name"),
        "share": round(float(share) / 100, 6) if is_number else share,
        "model_id": None if model in (ACTIVE, POPULARITY, "") else model,
        "by_popularity": model == POPULARITY,
        "exploration_share": None if exploration in (USUAL, "") else exploration,
    }


def choices_of(runs: Sequence[ModelRun]) -> list[ModelChoice]:
    """Return the models that an arm may use."""
    return [
        ModelChoice(id=run.id, name=f"{run.name} · {run.created_at:%Y-%m-%d %H:%M}")
        for run in runs
        if run.publishable
    ]


def arms_of(
    trial: Trial, results: TrialResults | None, models: Sequence[ModelChoice]
) -> list[ArmLine]:
    """Return the arms with what they show."""
    known = {one.id: one.name for one in models}
    found = {one.name: one for one in results.arms} if results else {}
    rate_scale, gain_scale = _scales(results)
    lines = []
    for arm in trial.design.arms:
        line = _result_line(found.get(arm.name), rate_scale, gain_scale)
        stop = trial.stopped.get(arm.name)
        told = {
            "name": arm.name,
            "share": f"{arm.share:.0%}",
            "model": POPULARITY if arm.by_popularity else known.get(arm.model_id or "", ACTIVE),
            "exploration": "" if arm.exploration_share is None else f"{arm.exploration_share:.0%}",
            "stopped_at": stop.at.isoformat() if stop else "",
            "stopped_why": everywhere(stop.why, stop.params) if stop else {},
        }
        lines.append(line.model_copy(update=told))
    return lines


def beside_of(results: TrialResults | None) -> list[ArmLine]:
    """Return the groups beside the arms."""
    if results is None:
        return []
    rate_scale, gain_scale = _scales(results)
    return [
        _result_line(one, rate_scale, gain_scale).model_copy(update={"name": one.name})
        for one in results.beside
    ]


def everywhere(why: str, params: Mapping[str, str]) -> dict[str, str]:
    """Return a message in every language."""
    return {language: say(language, why, **params) for language in LANGUAGES}


def _result_line(result: ArmResult | None, rate_scale: float, gain_scale: float) -> ArmLine:
    if result is None:
        return ArmLine()
    gain = result.gain
    return ArmLine(
        customers=result.customers,
        complete=result.complete,
        totals=result.totals,
        rate=_band(result.rate, 0.0, rate_scale),
        gain=_band(gain, -gain_scale, gain_scale, sign="+") if gain else Band(),
        has_gain=gain is not None,
        guards=[
            GuardLine(
                measure=one.measure,
                harm=_harm(one.harm),
                borne=f"{one.tolerance:.1%}",
                state="broken" if one.is_broken else "open",
            )
            for one in result.guards
        ],
    )


def _harm(harm: Sure) -> str:
    if not harm.customers:
        return "–"
    return f"{harm.mean:+.1%} ({harm.low:+.1%} … {harm.high:+.1%})"


def _scales(results: TrialResults | None) -> tuple[float, float]:
    """Return the ends of the two scales: the widest bounds of all."""
    groups = (*results.arms, *results.beside) if results else ()
    rates = [one.rate.high for one in groups if one.complete]
    gains = [max(abs(one.gain.low), abs(one.gain.high)) for one in groups if one.gain]
    return max(rates, default=1.0) or 1.0, max(gains, default=1.0) or 1.0


def _band(sure: Sure, first: float, last: float, sign: str = "") -> Band:
    if not sure.customers:
        return Band(mean="–")

    def at(value: float) -> float:
        return min(max((value - first) / (last - first), 0.0), 1.0)

    left, right = at(sure.low), at(sure.high)
    return Band(
        mean=f"{sure.mean:{sign}.1%}",
        low=f"{sure.low:{sign}.1%}",
        high=f"{sure.high:{sign}.1%}",
        left=f"{left:.1%}",
        width=f"{max(right - left, 0.005):.1%}",
        at=f"{at(sure.mean):.1%}",
        is_sure=sure.is_sure,
        is_good=sure.low > 0,
        customers=sure.customers,
    )


def is_open(state: TrialState) -> bool:
    """Say whether a design may still change."""
    return state in (TrialState.DRAFT, TrialState.REVIEW)
