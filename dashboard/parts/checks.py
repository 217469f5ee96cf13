"""Checks of models as the models page holds them: plain values that a view can draw."""

from pydantic import BaseModel

from recommender.oversight.model import DRIFT, Check, DriftReport, ShadowReport, Worth


class FeatureLine(BaseModel):
    """One distribution; `width` is its index by twice its limit."""

    name: str = ""
    index: str = ""
    limit: str = ""
    width: str = "0%"
    is_alarm: bool = False


class DriftLine(BaseModel):
    """The drift of the serving model."""

    state: str = ""
    at: str = ""
    features: list[FeatureLine] = []
    clicks_before: float = 0.0
    clicks_now: str = ""
    clicks_fell: bool = False


class ShadowLine(BaseModel):
    """What a model that is not shown would have done."""

    state: str = ""
    at: str = ""
    decisions: int = 0
    overlap: float = 0.0
    correlation: str = ""
    clicks: int = 0
    clicks_kept: float = 0.0
    milliseconds: str = ""
    milliseconds_now: str = ""
    places: int = 0
    effective: int = 0
    reason: str = ""
    new: str = ""
    new_interval: str = ""
    robust: str = ""
    now: str = ""
    now_interval: str = ""


def drift_line(check: Check) -> DriftLine:
    """Return the line of a drift check."""
    assert check.kind == DRIFT  # noqa: S101 - only the caller could be wrong
    report = DriftReport.model_validate(check.report)
    return DriftLine(
        state=check.state.value,
        at=check.at.isoformat() if check.at else "",
        features=[
            FeatureLine(
                name=one.name,
                index=f"{one.index:.3f}",
                limit=f"{one.limit:.2f}",
                width=f"{min(one.index / one.limit / 2, 1.0):.0%}",
                is_alarm=one.is_alarm,
            )
            for one in report.features
        ],
        clicks_before=report.clicks_before,
        clicks_now=_interval(report.clicks_now),
        clicks_fell=report.clicks_fell,
    )


def shadow_line(check: Check) -> ShadowLine:
    """Return the line of a shadow."""
    report = ShadowReport.model_validate(check.report)
    found = report.off_policy
    return ShadowLine(
        state=check.state.value,
        at=check.at.isoformat() if check.at else "",
        decisions=report.decisions,
        overlap=report.overlap,
        correlation=f"{report.correlation:.2f}",
        clicks=report.clicks,
        clicks_kept=report.clicks_kept,
        milliseconds=f"{report.seconds * 1000:.1f}",
        milliseconds_now=f"{report.seconds_now * 1000:.1f}",
        places=found.places,
        effective=round(found.effective),
        reason=found.reason if check.at else "",
        new=f"{found.new.value:.3f}" if found.new else "",
        new_interval=_interval(found.new),
        robust=f"{found.new_robust.value:.3f}" if found.new_robust else "",
        now=f"{found.now.value:.3f}" if found.now else "",
        now_interval=_interval(found.now),
    )


def _interval(worth: Worth | None) -> str:
    return f"{worth.low:.3f} … {worth.high:.3f}" if worth else ""
