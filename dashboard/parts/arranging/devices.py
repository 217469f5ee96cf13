"""Which screens are arranged by hand, and giving one back."""

from typing import Any, Literal

import reflex as rx

from dashboard.guard import acting, allow
from dashboard.layouts.service import Basis
from dashboard.parts.home_state import DEVICE, HomeState, own_customer
from recommender.ports import CUSTOMER
from widgets.words import t

FOLLOWERS = (("tablet", "Tablet", "tablet"), ("phone", "Phone", "smartphone"))


class DeviceState(rx.State):
    """Who arranges which screen."""

    own: dict[str, bool] = {}

    @allow(CUSTOMER)
    async def load(self) -> None:
        """Read which screens are arranged by hand."""
        async with acting() as (app, actor):
            stored = await app.layouts.open(actor, own_customer(actor))
        self.own = {str(one): is_own for one, is_own in stored.layout.own.items()}

    @allow(CUSTOMER)
    async def give_back(self, screen: Literal["tablet", "phone"]) -> Any:
        """Let a screen follow the computer again; it can be undone."""
        async with acting(write=True) as (app, actor):
            me, basis = own_customer(actor), Basis(None, DEVICE)
            await app.layouts.give_back(actor, me, screen, basis)
        return [HomeState.reload, DeviceState.load]


def devices() -> rx.Component:
    """Draw one line a screen: it follows, or it is mine and can be given back."""
    return rx.el.section(
        rx.el.h3(t("Screens")),
        rx.el.p(
            t("Tablet and phone follow the computer until you move something there."),
            class_name="muted",
        ),
        rx.el.ul(*[_screen(*one) for one in FOLLOWERS], class_name="screen-list"),
        class_name="stack tight",
    )


def _screen(screen: str, name: str, icon: str) -> rx.Component:
    own: Any = DeviceState.own
    is_own = own[screen]
    back = rx.el.button(
        t("Let it follow again"),
        type="button",
        on_click=DeviceState.give_back(screen),
        data_give_back=screen,
        class_name="btn",
    )
    return rx.el.li(
        rx.icon(icon, size=20, aria_hidden=True),
        rx.el.span(
            rx.el.span(t(name), class_name="strong"),
            rx.el.span(
                rx.cond(is_own, t("Arranged by you"), t("Follows the computer")),
                class_name="muted",
            ),
            class_name="grow version-words",
        ),
        rx.cond(is_own, back),
    )
