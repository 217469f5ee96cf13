"""One surface of a training run: what was chosen, its figures, its model card."""

from collections.abc import Mapping
from typing import Any

import reflex as rx
from pydantic import BaseModel

from dashboard.parts.model_card import ModelCard, model_card, model_card_of
from widgets.words import t

METRICS = {
    "ndcg": "nDCG of the model",
    "ndcg_popularity": "nDCG of popularity",
    "ndcg_gain": "Gain over popularity",
    "ndcg_gain_served": "Gain as served, with links",
}


class Metric(BaseModel):
    """One figure with its 95 % interval."""

    name: str
    mean: str
    interval: str


class Surface(BaseModel):
    """What was chosen for one surface."""

    name: str
    algorithm: str
    reason: str
    customers: int
    metrics: list[Metric]
    card: ModelCard


def surface_of(report: Mapping[str, Any], whole: Mapping[str, Any]) -> Surface:
    """Read one surface of a training's report."""
    metrics = report.get("metrics", {})
    return Surface(
        name=report["surface"],
        algorithm=report["algorithm"],
        reason=report["reason"],
        customers=report.get("users", 0),
        metrics=[_metric(name, metrics[name]) for name in METRICS if name in metrics],
        card=model_card_of(report, whole),
    )


def _metric(name: str, value: Mapping[str, float]) -> Metric:
    sign = "+" if "gain" in name else ""
    return Metric(
        name=name,
        mean=f"{value['mean']:{sign}.4f}",
        interval=f"{value['low']:{sign}.4f} … {value['high']:{sign}.4f}",
    )


def surface_view(surface: Any) -> rx.Component:
    """Draw what was chosen for a surface."""
    return rx.el.div(
        rx.el.h3(surface.name, " · ", surface.algorithm),
        rx.el.p(surface.reason, class_name="muted"),
        rx.el.div(
            rx.el.table(
                rx.el.thead(
                    rx.el.tr(
                        rx.el.th(t("Measure"), scope="col"),
                        rx.el.th(t("Mean"), scope="col", class_name="number"),
                        rx.el.th(t("95 % interval"), scope="col", class_name="number"),
                    )
                ),
                rx.el.tbody(rx.foreach(surface.metrics, _metric_row)),
                class_name="table",
            ),
            class_name="scroll-x",
        ),
        model_card(surface.card),
        class_name="stack tight",
    )


def _metric_row(metric: Any) -> rx.Component:
    named = rx.match(metric.name, *[(key, t(text)) for key, text in METRICS.items()], metric.name)
    return rx.el.tr(
        rx.el.th(named, scope="row"),
        rx.el.td(metric.mean, class_name="number"),
        rx.el.td(metric.interval, class_name="number"),
    )
