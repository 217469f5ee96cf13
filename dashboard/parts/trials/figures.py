"""What a trial shows: rates and gains with their bounds, guard rails, the groups beside."""

from typing import Any

import reflex as rx

from dashboard.parts.studio.fields import panel
from dashboard.parts.trials.state import TrialState
from dashboard.parts.trials.words import GROUPS, MEASURES, MODELS, OUTCOMES, TOTALS, named
from dashboard.parts.views import empty
from widgets.words import choose, t, when


def results() -> rx.Component:
    """Draw the arms, then the groups beside them."""
    draft: Any = TrialState.draft
    broken = rx.el.p(
        t(
            "The arms do not have the sizes that their shares say: something loses customers. "
            "Trust nothing here until that is found."
        ),
        class_name="banner warn",
        role="alert",
    )
    told = rx.el.p(
        t("Share of customers, within {n} hours of their first list:", n=draft.window_hours),
        " ",
        named(OUTCOMES, draft.outcome),
        ". ",
        t("The intervals hold at every look: look as often as you like."),
        class_name="muted",
    )
    return rx.fragment(
        panel(
            told,
            rx.cond(TrialState.is_balanced, rx.fragment(), broken),
            rx.cond(
                TrialState.has_results,
                rx.el.ul(rx.foreach(TrialState.arms, _arm), class_name="list roomy"),
                empty("hourglass", t("Nothing has been counted yet.")),
            ),
            title=t("Arms"),
            id="arms",
        ),
        rx.cond(TrialState.has_results, _beside()),
    )


def _arm(arm: Any) -> rx.Component:
    stopped = rx.el.p(
        rx.el.span(t("Stopped"), " ", when(arm.stopped_at), class_name="strong"),
        " · ",
        choose(arm.stopped_why),
        class_name="banner warn",
    )
    return rx.el.li(
        rx.el.div(
            rx.el.h3(arm.name, class_name="grow"),
            rx.el.span(arm.share, class_name="chip number"),
            _stop_arm(arm),
            class_name="row wrap",
        ),
        rx.el.p(
            named(MODELS, arm.model),
            rx.cond(
                arm.exploration != "",
                rx.el.span(" · ", t("{n} of the places by chance", n=arm.exploration)),
            ),
            class_name="muted small",
        ),
        rx.cond(arm.stopped_at != "", stopped),
        _figures(arm),
        rx.cond(arm.has_gain, _gain(arm)),
        rx.cond(
            arm.guards.length() > 0,
            rx.el.ul(rx.foreach(arm.guards, _guard), class_name="row wrap tight guards"),
        ),
        class_name="item stack tight",
        data_arm=arm.name,
    )


def _stop_arm(arm: Any) -> rx.Component:
    is_open = (TrialState.status == "running") & arm.has_gain & (arm.stopped_at == "")
    button = rx.el.button(
        t("Stop this arm"),
        type="button",
        on_click=TrialState.stop_arm(arm.name),
        class_name="btn quiet",
        aria_label=t("Stop the arm {name}", name=arm.name),
    )
    return rx.cond(is_open, button)


def _figures(arm: Any) -> rx.Component:
    return rx.el.div(
        _interval(t("Rate"), arm.rate, "rate"),
        rx.el.p(
            t("{n} customers", n=arm.customers),
            ", ",
            t("{n} complete", n=arm.complete),
            class_name="caption",
        ),
        _totals(arm),
        class_name="stack tight",
    )


def _totals(arm: Any) -> rx.Component:
    return rx.el.p(
        *[
            rx.el.span(t(name), " ", rx.el.span(arm.totals[key], class_name="number"), " ")
            for key, name in TOTALS.items()
        ],
        class_name="caption row wrap tight totals",
    )


def _gain(arm: Any) -> rx.Component:
    verdict = rx.cond(
        arm.gain.is_sure,
        rx.cond(
            arm.gain.is_good,
            rx.el.span(t("Better than the control"), class_name="chip good"),
            rx.el.span(t("Worse than the control"), class_name="chip bad"),
        ),
        rx.el.span(t("Not decided"), class_name="chip"),
    )
    return rx.el.div(
        _interval(t("Above the control"), arm.gain, "gain"),
        rx.el.div(verdict, class_name="row"),
        class_name="stack tight",
    )


def _interval(name: Any, band: Any, kind: str) -> rx.Component:
    """Draw a figure with its bounds: in words, and as a bar on the common scale."""
    words = rx.el.div(
        rx.el.span(name, class_name="grow"),
        rx.el.span(band.mean, class_name="number strong"),
        rx.cond(
            band.low != "",
            rx.el.span(band.low, " … ", band.high, class_name="number caption"),
        ),
        class_name="row small",
    )
    bar = rx.el.div(
        rx.cond(kind == "gain", rx.el.div(class_name="interval-zero")),
        rx.cond(
            band.low != "",
            rx.fragment(
                rx.el.div(
                    class_name="interval-band", style={"left": band.left, "width": band.width}
                ),
                rx.el.div(class_name="interval-mean", style={"left": band.at}),
            ),
        ),
        class_name="interval",
        aria_hidden=True,
    )
    return rx.el.div(words, bar, class_name="stack tight", data_figure=kind)


def _guard(guard: Any) -> rx.Component:
    look = rx.cond(guard.state == "broken", "chip bad", "chip")
    return rx.el.li(
        rx.el.span(
            named(MEASURES, guard.measure),
            " ",
            rx.el.span(guard.harm, class_name="number"),
            " · ",
            t("{n} is borne", n=guard.borne),
            class_name=look,
        ),
        data_guard=guard.measure,
        data_state=guard.state,
    )


def _beside() -> rx.Component:
    honest = t(
        "Customers without personalisation chose that themselves: they differ from the others in "
        "more than what they are shown, so this group is a line to look at, not a fair comparison."
    )
    held = t(
        "The hold-out group ({share} of all customers, drawn once and for all) takes part in no "
        "arm of any trial.",
        share=TrialState.held_out,
    )
    return panel(
        rx.el.p(held, class_name="muted small"),
        rx.el.p(honest, class_name="muted small"),
        rx.el.ul(rx.foreach(TrialState.beside, _group), class_name="list roomy"),
        title=t("Beside the arms"),
        id="beside",
    )


def _group(arm: Any) -> rx.Component:
    return rx.el.li(
        rx.el.h3(named(GROUPS, arm.name)),
        _figures(arm),
        class_name="item stack tight",
        data_arm=arm.name,
    )
