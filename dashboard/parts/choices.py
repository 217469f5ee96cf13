"""How things are shown: language, theme, hidden amounts and senior edition, chosen and kept."""

from typing import Any

import reflex as rx

from dashboard.guard import acting, allow
from dashboard.parts.session import SessionState
from dashboard.people.roles import EVERYONE
from dashboard.preferences.model import Language, PreferenceChange, Scale, Theme
from widgets.words import choose, t

LANGUAGE_NAMES = (("zh-Hans", "简体中文"), ("zh-Hant", "繁體中文"), ("en", "English"))
THEMES = (
    ("system", "As the device", "monitor"),
    ("light", "Light", "sun"),
    ("dark", "Dark", "moon"),
    ("contrast", "High contrast", "contrast"),
)

SCALES = ((150, "Large"), (175, "Larger"), (200, "Largest"))


class ChoiceState(rx.State):
    """Changes the preferences of whoever is here; a visitor's are kept too."""

    @allow(*EVERYONE)
    async def choose_language(self, language: Language) -> None:
        """Speak another language."""
        await self._keep(PreferenceChange(language=language))

    @allow(*EVERYONE)
    async def choose_theme(self, theme: Theme) -> None:
        """Use light, dark or high-contrast colours."""
        await self._keep(PreferenceChange(theme=theme))

    @allow(*EVERYONE)
    async def hide_amounts(self, is_hidden: bool) -> None:
        """Show dots instead of amounts."""
        await self._keep(PreferenceChange(hide_amounts=is_hidden))

    @allow(*EVERYONE)
    async def use_senior(self, is_senior: bool) -> None:
        """Use the senior edition."""
        await self._keep(PreferenceChange(senior=is_senior))

    @allow(*EVERYONE)
    async def choose_scale(self, scale: Scale) -> None:
        """Use larger type in the senior edition."""
        await self._keep(PreferenceChange(scale=scale))

    async def _keep(self, change: PreferenceChange) -> None:
        async with acting(write=True) as (app, actor):
            chosen = await app.preferences.change(actor, change)
        shown = await self.get_state(SessionState)
        shown.language, shown.theme = chosen.language or shown.language, chosen.theme
        shown.hidden, shown.senior = chosen.hide_amounts, chosen.senior
        shown.scale = chosen.scale
        shown.ready = True


def language_tabs() -> rx.Component:
    """Offer the languages, each by its own name; the one that the page speaks is pressed."""
    spoken: Any = choose({language: language for language, _ in LANGUAGE_NAMES})
    return rx.el.div(
        *[
            rx.el.button(
                name,
                type="button",
                lang=language,
                on_click=ChoiceState.choose_language(language),
                aria_pressed=_pressed(spoken == language),
            )
            for language, name in LANGUAGE_NAMES
        ],
        role="group",
        aria_label=t("Language"),
        class_name="tabs",
    )


def scale_tabs() -> rx.Component:
    """Offer the sizes of the senior edition's type, each shown at its own size."""
    return rx.el.div(
        *[
            rx.el.button(
                t(name),
                type="button",
                on_click=ChoiceState.choose_scale(scale),
                aria_pressed=_pressed(SessionState.scale == scale),
                data_scale=str(scale),
            )
            for scale, name in SCALES
        ],
        role="group",
        aria_label=t("Size of the type"),
        class_name="tabs",
    )


def theme_tabs() -> rx.Component:
    """Offer light, dark, high contrast, or what the device says."""
    return rx.el.div(
        *[
            rx.el.button(
                rx.icon(icon, size=16, aria_hidden=True),
                t(name),
                type="button",
                on_click=ChoiceState.choose_theme(theme),
                aria_pressed=_pressed(SessionState.theme == theme),
                class_name="row tight",
            )
            for theme, name, icon in THEMES
        ],
        role="group",
        aria_label=t("Colours"),
        class_name="tabs",
    )


def switch_line(
    title: Any, caption: Any, *, name: str, checked: Any, on_change: Any
) -> rx.Component:
    """Draw a switch with its title and what it does."""
    words = rx.el.div(
        rx.el.label(title, html_for=name, class_name="strong"),
        rx.el.p(caption, class_name="muted", id=f"{name}-help"),
        class_name="grow",
    )
    control = rx.el.input(
        type="checkbox",
        role="switch",
        id=name,
        checked=checked,
        on_change=on_change,
        aria_describedby=f"{name}-help",
        class_name="switch",
    )
    return rx.el.div(words, control, class_name="row between setting")


def _pressed(is_chosen: Any) -> Any:
    return rx.cond(is_chosen, "true", "false")
