"""The frame of every page: skip link, brand, navigation by role, message, bottom bar on a phone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import reflex as rx
from reflex_components_core.el.element import Element

from dashboard.guard import roles_for
from dashboard.parts.command_bar import command_bar
from dashboard.parts.installed import offline_home
from dashboard.parts.message import message_view
from dashboard.parts.read_aloud import read_aloud
from dashboard.parts.session import SessionState
from dashboard.parts.views import empty
from dashboard.people.roles import SIGNED_IN
from recommender.ports import COMPLIANCE, CUSTOMER, MANAGER, MARKETER, OPERATOR, REVIEWER, RM
from widgets.words import ViewBridge, choose, t

BRAND = "Wealth Companion"


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the navigation."""

    href: str
    label: str
    icon: str
    roles: tuple[str, ...]


PLACES = (
    Place("/", "Home", "layout-dashboard", (CUSTOMER,)),
    Place("/discover", "Discover", "compass", (CUSTOMER,)),
    Place("/assistant", "Assistant", "message-circle", (CUSTOMER,)),
    Place("/studio", "Studio", "pen-line", (MARKETER, REVIEWER)),
    Place("/rules", "Rules", "scale", (MARKETER, REVIEWER, OPERATOR, COMPLIANCE)),
    Place("/desk", "Follow-ups", "list-checks", (RM, MANAGER)),
    Place("/inquiry", "Inquiry", "search-check", (COMPLIANCE,)),
    Place("/trials", "Trials", "split", (MARKETER, REVIEWER, OPERATOR, COMPLIANCE)),
    Place("/models", "Models", "activity", (OPERATOR, COMPLIANCE)),
    Place("/developers", "For developers", "blocks", (OPERATOR,)),
    Place(
        "/me", "Me", "user-round", (CUSTOMER, MARKETER, REVIEWER, RM, MANAGER, COMPLIANCE, OPERATOR)
    ),
)


class SkipLink(Element):
    """A link of the browser's own: Reflex's would load the page anew."""

    tag = "a"

    href: rx.Var[str]


def page(
    route: str, *, title: str, on_load: Any = None, wide: bool = False
) -> Callable[[Callable[[], rx.Component]], Callable[[], rx.Component]]:
    """Register a page in the frame; its events run after the session's own.

    Args:
        route: Path, with `[name]` for its parts.
        title: English msgid; the tab shows it with the brand.
        on_load: One handler or a list of them; each carries its own policy.
        wide: Use the whole width instead of 1,280 px.
    """
    extra = [] if on_load is None else on_load if isinstance(on_load, list) else [on_load]

    def register(content: Callable[[], rx.Component]) -> Callable[[], rx.Component]:
        def framed() -> rx.Component:
            return shell(_for(roles_for(extra), content()), route=route, wide=wide)

        framed.__name__ = content.__name__
        # Reflex bundles by module: here every page would load the components of all others.
        framed.__module__ = content.__module__
        rx.page(route=route, title=f"{title} · {BRAND}", on_load=[SessionState.load, *extra])(
            framed
        )
        return content

    return register


def shell(*children: Any, route: str, wide: bool = False) -> rx.Component:
    """Put content into the frame."""
    return rx.el.div(
        SkipLink.create(t("Skip to content"), href="#content", class_name="skip"),
        ViewBridge.create(
            ready=SessionState.ready,
            language=SessionState.language,
            theme=SessionState.theme,
            hidden=SessionState.hidden,
            senior=SessionState.senior,
            scale=SessionState.scale,
        ),
        rx.cond(SessionState.is_demo, _ribbon()),
        _top_bar(route),
        rx.el.main(
            *children, id="content", tab_index=-1, class_name="page wide" if wide else "page"
        ),
        _bottom_bar(route),
        message_view(),
        read_aloud(),
        offline_home(SessionState.is_customer, forgets=route == "/sign-in"),
    )


def _for(roles: frozenset[str], content: rx.Component) -> rx.Component:
    """Tell other people of the staff, and customers, whom the page is for."""
    if roles >= set(SIGNED_IN):
        return content
    others = SessionState.signed_in & ~_one_of(sorted(roles))
    home = rx.el.a(t("Go to your own page"), href="/", class_name="btn")
    return rx.cond(
        others, empty("lock", t("This page is for other people."), home, is_page=True), content
    )


def _ribbon() -> rx.Component:
    text = t("Demo bank: invented people, invented money.")
    return rx.el.aside(text, class_name="ribbon", aria_label=t("Demo"), data_ribbon="on")


def _top_bar(route: str) -> rx.Component:
    brand = rx.el.a(
        rx.icon("sprout", size=22, aria_hidden=True),
        rx.el.span(t(BRAND)),
        href="/",
        class_name="brand",
    )
    links = [_link(place, route) for place in PLACES]
    nav = rx.el.nav(*links, class_name="nav main", aria_label=t("Main"))
    return rx.el.header(
        rx.el.div(
            brand,
            nav,
            rx.el.span(class_name="grow"),
            command_bar(),
            _who(),
            class_name="topbar-in",
        ),
        class_name="topbar",
    )


def _who() -> rx.Component:
    name = rx.el.a(
        rx.el.span(choose(SessionState.name), class_name="clip"), href="/me", class_name="btn quiet"
    )
    sign_in = rx.el.a(t("Sign in"), href="/sign-in", class_name="btn quiet")
    return rx.cond(SessionState.signed_in, name, sign_in)


def _bottom_bar(route: str) -> rx.Component:
    return rx.el.nav(
        *[_link(place, route, is_stacked=True) for place in PLACES],
        class_name="bottombar",
        aria_label=t("Main"),
    )


def _link(place: Place, route: str, *, is_stacked: bool = False) -> rx.Component:
    link = rx.el.a(
        rx.icon(place.icon, size=20 if is_stacked else 18, aria_hidden=True),
        rx.el.span(t(place.label)),
        href=place.href,
        aria_current="page" if _is_here(place.href, route) else None,
    )
    return rx.cond(_one_of(place.roles), link)


def _is_here(href: str, route: str) -> bool:
    return route == href if href == "/" else route.startswith(href)


def _one_of(roles: Sequence[str]) -> Any:
    mine: Any = SessionState.roles
    shown = mine.contains(roles[0])
    for role in roles[1:]:
        shown = shown | mine.contains(role)
    return shown
