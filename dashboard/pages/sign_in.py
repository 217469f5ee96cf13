"""The sign-in page: a plain form, and in the demo one card for each person to be."""

from collections.abc import Sequence
from typing import Any

import reflex as rx
from pydantic import BaseModel

from dashboard.guard import acting, allow
from dashboard.parts.choices import language_tabs
from dashboard.parts.native_form import hidden, native_form
from dashboard.parts.session import SessionState
from dashboard.parts.shell import page
from dashboard.people.entrance import own_path
from dashboard.people.model import User
from dashboard.people.roles import CUSTOMER, EVERYONE
from recommender.language import LANGUAGES, pick
from widgets.words import choose, t

ACTION = "/auth/sign-in"
DEMO_PASSWORD = "demo"  # noqa: S105 - the demo's accounts exist in demo mode only


class Persona(BaseModel):
    """A person whom the demo lets one be."""

    id: str
    names: dict[str, str]
    titles: dict[str, str]
    about: dict[str, str]


class SignInState(rx.State):
    """What the page shows: never more of a person than the demo makes public."""

    why: str = ""
    target: str = "/"
    customers: list[Persona] = []
    staff: list[Persona] = []

    @allow(*EVERYONE)
    async def load(self) -> None:
        """Read why one is here, and in the demo who one may be."""
        query = self.router.url.query_parameters
        self.why = query.get("why", "")[:10]
        self.target = own_path(query.get("next", "/"))
        async with acting() as (app, _actor):
            people = await app.people.personas() if app.root.settings.is_demo else []
        self.customers = _cards([one for one in people if CUSTOMER in one.roles])
        self.staff = _cards([one for one in people if CUSTOMER not in one.roles])


@page("/sign-in", title="Sign in", on_load=SignInState.load)
def sign_in() -> rx.Component:
    """Draw the form, and beside it the demo's people."""
    return rx.el.div(
        rx.el.section(_welcome(), _form(), language_tabs(), class_name="sign-in-form stack roomy"),
        rx.cond(SessionState.is_demo, _people()),
        class_name=rx.cond(SessionState.is_demo, "sign-in", "sign-in alone"),
    )


def _welcome() -> rx.Component:
    return rx.el.div(
        rx.el.h1(t("Your money, arranged your way"), class_name="sign-in-title"),
        rx.el.p(
            t("Sign in to see your balances, what is due, and what is worth reading."),
            class_name="muted",
        ),
        class_name="stack tight",
    )


def _form() -> rx.Component:
    return native_form(
        _problem(),
        _input("account", t("Account"), "text", "username"),
        _input("password", t("Password"), "password", "current-password"),
        hidden("next", SignInState.target),
        rx.el.button(t("Sign in"), type="submit", class_name="btn primary wide"),
        rx.el.a(t("Look around without an account"), href="/welcome", class_name="btn quiet wide"),
        action=ACTION,
        class_name="card stack",
        id="sign-in-form",
    )


def _input(name: str, label: rx.Var[str], kind: str, complete: str) -> rx.Component:
    return rx.el.div(
        rx.el.label(label, html_for=name),
        rx.el.input(
            type=kind,
            id=name,
            name=name,
            required=True,
            auto_complete=complete,
            max_length=64 if kind == "text" else 256,
            class_name="input",
        ),
        class_name="field",
    )


def _problem() -> rx.Component:
    wrong = t("The name or the password is wrong.")
    busy = t("Too many tries. Please wait a few minutes.")
    words = rx.match(SignInState.why, ("wrong", wrong), ("busy", busy), "")
    return rx.cond(
        SignInState.why != "", rx.el.p(words, role="alert", class_name="banner bad", id="why")
    )


def _people() -> rx.Component:
    return rx.el.section(
        rx.el.div(
            rx.el.h2(t("Or step into somebody's shoes")),
            rx.el.p(
                t("One tap signs in; everybody here is invented."),
                class_name="muted",
            ),
            class_name="stack tight",
        ),
        _group(t("Customers"), SignInState.customers),
        _group(t("At the bank"), SignInState.staff),
        class_name="stack roomy",
        aria_label=t("People of the demo"),
    )


def _group(title: rx.Var[str], people: Any) -> rx.Component:
    return rx.el.div(
        rx.el.h3(title, class_name="muted"),
        rx.el.div(rx.foreach(people, _card), class_name="personas"),
        class_name="stack tight",
    )


def _card(person: Any) -> rx.Component:
    words = rx.el.span(
        rx.el.span(choose(person.names), class_name="strong"),
        rx.el.span(choose(person.titles), class_name="small"),
        rx.el.span(choose(person.about), class_name="caption"),
        class_name="two-lines grow",
    )
    button = rx.el.button(
        rx.el.span(_initial(person), class_name="avatar", aria_hidden="true"),
        words,
        type="submit",
        class_name="card persona",
        data_persona=person.id,
    )
    return native_form(
        hidden("account", person.id),
        hidden("password", DEMO_PASSWORD),
        hidden("next", SignInState.target),
        button,
        action=ACTION,
        key=person.id,
    )


def _initial(person: Any) -> Any:
    name: Any = choose(person.names)
    return name[0]


def _cards(people: Sequence[User]) -> list[Persona]:
    return [
        Persona(
            id=one.id,
            names=_spoken(one.names),
            titles=_spoken(one.titles),
            about=_spoken(one.about),
        )
        for one in people
    ]


def _spoken(texts: dict[str, str]) -> dict[str, str]:
    return {language: pick(texts, language) for language in LANGUAGES}
