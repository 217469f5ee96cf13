"""What became of the card: counts over the events, in all and by published version."""

from typing import Any

import reflex as rx
from pydantic import BaseModel

from content.results.model import Counts
from dashboard.guard import acting, allow
from dashboard.parts.studio.fields import panel
from dashboard.parts.studio.state import NEW, STUDIO
from widgets.words import day, percent, t


class CountsLine(BaseModel):
    """Counts of one stretch of time; `click_through` is a share, -1 for none."""

    number: int = 0
    since: str = ""
    until: str = ""
    impressions: int = 0
    unique: int = 0
    clicks: int = 0
    dismissals: int = 0
    reads: int = 0
    click_through: float = -1.0


class ResultsState(rx.State):
    """The results of the card that the address names."""

    total: CountsLine = CountsLine()
    versions: list[CountsLine] = []

    @allow(*STUDIO)
    async def load(self) -> None:
        """Count."""
        wanted = self.router.url.path.rstrip("/").rsplit("/", 1)[-1]
        self.total, self.versions = CountsLine(), []
        if wanted == NEW:
            return
        async with acting() as (app, actor):
            found = await app.results.of_card(actor, wanted)
        self.total = _line(found.total)
        self.versions = [
            _line(one.counts).model_copy(
                update={
                    "number": one.publication.number,
                    "since": one.publication.since.isoformat(),
                    "until": one.publication.until.isoformat() if one.publication.until else "",
                }
            )
            for one in found.versions
        ]


def _line(counts: Counts) -> CountsLine:
    rate = counts.click_through
    return CountsLine(
        **counts.model_dump(exclude={"views", "click_through"}),
        click_through=-1.0 if rate is None else rate,
    )


def results() -> rx.Component:
    """Draw the figures, and a row for each published version."""
    total: Any = ResultsState.total
    figures = rx.el.dl(
        _figure(t("Impressions"), total.impressions, "impressions"),
        _figure(t("People"), total.unique, "unique"),
        _figure(t("Clicks"), total.clicks, "clicks"),
        _figure(t("Click rate"), _rate(total.click_through), "click-rate"),
        _figure(t("Reads"), total.reads, "reads"),
        _figure(t("Not interested"), total.dismissals, "dismissals"),
        class_name="figures",
    )
    versions: Any = ResultsState.versions
    return panel(
        figures,
        rx.cond(versions.length() > 0, _table(versions)),
        title=t("Results"),
        id="results",
    )


def _rate(share: Any) -> Any:
    return rx.cond(share >= 0, percent(share, 1), "–")


def _figure(name: Any, value: Any, key: str) -> rx.Component:
    return rx.el.div(
        rx.el.dt(name, class_name="caption"),
        rx.el.dd(value, class_name="number strong", data_figure=key),
    )


def _table(versions: Any) -> rx.Component:
    names = (t("Version"), t("Published"), t("Impressions"), t("Clicks"), t("Reads"))
    head = rx.el.thead(rx.el.tr(*[rx.el.th(name, scope="col") for name in names]))
    return rx.el.div(
        rx.el.table(head, rx.el.tbody(rx.foreach(versions, _row)), class_name="table"),
        class_name="scroll-x",
        tab_index=0,
        role="region",
        aria_label=t("Results by version"),
    )


def _row(line: Any) -> rx.Component:
    until = rx.cond(line.until != "", day(line.until), t("now"))
    return rx.el.tr(
        rx.el.th(line.number, scope="row"),
        rx.el.td(day(line.since), " – ", until),
        rx.el.td(line.impressions, class_name="number"),
        rx.el.td(line.clicks, class_name="number"),
        rx.el.td(line.reads, class_name="number"),
    )
