"""Odd transfers on the open home: told as they happen, answered at once."""

from datetime import datetime, timedelta
from typing import Any, cast

import reflex as rx
from pydantic import BaseModel

from dashboard.guard import acting, allow
from dashboard.parts.home_needs import asking
from dashboard.parts.home_state import HomeState, own_customer
from dashboard.parts.session import SessionState
from recommender.ids import ExternalId
from recommender.ports import CUSTOMER
from widgets.kinds.alerts import reasons
from widgets.ports import TransferAlert, Watch
from widgets.words import choose, money, t, when

FRESH = timedelta(minutes=15)
"""An alert this new opens by itself; an older one waits behind a button."""


class OpenAlert(BaseModel):
    """An odd transfer that waits for its customer's word."""

    id: str = ""
    payee: dict[str, str] = {}
    minor: int = 0
    currency: str = "CNY"
    exponent: int = 2
    at: str = ""
    why: dict[str, str] = {}


class AlertState(rx.State):
    """The open alerts, the newest first, and whether they are spread out."""

    waiting: list[OpenAlert] = []
    newest: OpenAlert = OpenAlert()
    is_open: bool = False
    asks: bool = False
    frozen: str = ""
    _known: tuple[str, ...] | None = None

    @allow(CUSTOMER)
    async def look(self) -> Any:
        """Read the alerts, and show a new one; the socket asks for it as soon as there is one."""
        async with acting() as (app, actor):
            me = own_customer(actor)
            app.root.open_homes.add(self.router.session.client_token, me)
            watch = await app.life.security.watch(actor, me)
            now, kinds = app.root.clock.now(), app.root.partners.kinds
        known, self._known = self._known, _marks(watch)
        if watch is None or known == self._known:
            return None
        self._show(watch, known, now)
        home = await self.get_state(HomeState)
        cards = asking(home.tiles, kinds, {"security"}) if known is not None else []
        return HomeState.renew(cards) if cards else None

    @allow(CUSTOMER)
    async def spread(self) -> None:
        """Show the newest alert."""
        self.is_open = True

    @allow(CUSTOMER)
    async def close(self) -> None:
        """Leave it for later; it waits behind its button."""
        self.is_open = self.asks = False

    @allow(CUSTOMER)
    async def ask(self) -> None:
        """Ask once more before payments are frozen."""
        self.asks = True

    @allow(CUSTOMER)
    async def confirm(self, alert: ExternalId) -> Any:
        """Say that the transfer was my own."""
        async with acting(write=True) as (app, actor):
            await app.life.security.confirm(actor, own_customer(actor), alert)
        return AlertState.look

    @allow(CUSTOMER)
    async def freeze(self, alert: ExternalId) -> Any:
        """Say that it was not, and stop payments from the account."""
        async with acting(write=True) as (app, actor):
            await app.life.security.freeze(actor, own_customer(actor), alert)
        return AlertState.look

    def _show(self, watch: Watch, known: tuple[str, ...] | None, now: datetime) -> None:
        was_frozen, self.frozen = self.frozen, _iso(watch.frozen_since)
        found = [one for one in watch.alerts if one.state == "open"]
        self.waiting = [_told(one) for one in found]
        self.newest = self.waiting[0] if self.waiting else OpenAlert()
        self.asks = False
        if known is None:
            self.is_open = any(now - one.at < FRESH for one in found)
        elif any(one.id not in known for one in found):
            self.is_open = True
        else:
            self.is_open = bool(self.frozen) and not was_frozen


def _marks(watch: Watch | None) -> tuple[str, ...]:
    """Return what tells one look from another."""
    if watch is None:
        return ()
    return (
        _iso(watch.frozen_since),
        *(part for one in watch.alerts for part in (one.id, one.state)),
    )


def _iso(at: datetime | None) -> str:
    return at.isoformat() if at else ""


def _told(one: TransferAlert) -> OpenAlert:
    amount = one.amount
    return OpenAlert(
        id=one.id,
        payee=one.payee,
        minor=amount.minor,
        currency=amount.currency,
        exponent=amount.exponent,
        at=_iso(one.at),
        why=reasons(one),
    )


def alerts() -> rx.Component:
    """Draw the newest alert, a button for those that wait, or nothing."""
    has_open: Any = AlertState.newest.id != ""
    told = rx.cond(
        AlertState.is_open,
        rx.cond(has_open, _alert(), rx.cond(AlertState.frozen != "", _frozen())),
        rx.cond(has_open, _entry()),
    )
    drawn = _Alerts.create(told, class_name="alerts", on_look=AlertState.look)
    return rx.cond(SessionState.is_customer, drawn)


class _Alerts(rx.Component):
    """A plain element that looks for alerts by itself."""

    library = [rx.asset(f"alerts.{kind}", shared=True) for kind in ("css", "jsx")][
        -1
    ].importable_path
    tag = "Alerts"

    @classmethod
    def get_event_triggers(cls) -> dict[str, Any]:
        """Name what it tells the page."""
        return super().get_event_triggers() | {"on_look": rx.event.no_args_event_spec}


def _alert() -> rx.Component:
    one: Any = AlertState.newest
    told = rx.el.div(
        rx.el.strong(
            t("Was this you?"),
            " ",
            money(one.minor, one.currency, one.exponent),
            class_name="number",
        ),
        rx.el.p(rx.cond(choose(one.payee) != "", choose(one.payee), t("Unknown payee"))),
        rx.el.p(choose(one.why), " · ", when(one.at), class_name="caption"),
        class_name="grow stack tight",
    )
    answers = rx.cond(AlertState.asks, _sure(one), _answers(one))
    return rx.el.section(
        rx.icon("shield-alert", size=20, aria_hidden=True),
        told,
        answers,
        class_name="banner bad",
        role="alert",
        data_alert=one.id,
    )


def _answers(one: Any) -> rx.Component:
    return rx.el.div(
        rx.el.button(
            t("It was me"), type="button", on_click=AlertState.confirm(one.id), class_name="btn"
        ),
        rx.el.button(t("Freeze"), type="button", on_click=AlertState.ask, class_name="btn danger"),
        _later(),
        class_name="row tight wrap",
    )


def _sure(one: Any) -> rx.Component:
    return rx.el.div(
        rx.el.p(
            t("Freeze all payments from your account now? Only the bank can release them again.")
        ),
        rx.el.div(
            rx.el.button(
                t("Freeze"),
                type="button",
                on_click=AlertState.freeze(one.id),
                class_name="btn danger",
                data_sure="freeze",
            ),
            _later(),
            class_name="row tight wrap",
        ),
        class_name="stack tight",
    )


def _later() -> rx.Component:
    return rx.el.button(
        t("Not now"), type="button", on_click=AlertState.close, class_name="btn quiet"
    )


def _frozen() -> rx.Component:
    words = t("Payments from your account are frozen. Call 95595 to release them.")
    return rx.el.section(
        rx.icon("lock", size=20, aria_hidden=True),
        rx.el.p(words, class_name="grow"),
        rx.el.button(t("Close"), type="button", on_click=AlertState.close, class_name="btn"),
        class_name="banner warn",
        role="alert",
        data_alert="frozen",
    )


def _entry() -> rx.Component:
    return rx.el.button(
        rx.icon("shield-alert", size=18, aria_hidden=True),
        rx.el.span(t("Transfers to check: {n}", n=cast("Any", AlertState.waiting).length())),
        type="button",
        on_click=AlertState.spread,
        class_name="btn alerts-entry",
    )
