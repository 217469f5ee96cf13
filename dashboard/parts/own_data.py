"""The customer's own data: all of it as a file, and deleting it for good."""

from typing import Any

import reflex as rx

from dashboard import wiring
from dashboard.guard import allow, current_actor, current_caller
from dashboard.parts.views import card, field
from dashboard.people.model import Caller
from dashboard.people.roles import CUSTOMER
from widgets.words import t

EXPORT = "/api/v1/customers/me/export"
NOWHERE = Caller(None, None, "")


class OwnDataState(rx.State):
    """Whether what was typed is the name of the account."""

    differs: bool = False

    @allow(CUSTOMER)
    async def erase(self, form: dict[str, str]) -> Any:
        """Delete everything of whoever asks, after the name and the password were typed."""
        actor, root = await current_actor(), wiring.root()
        self.differs = form.get("erase-name", "").strip() != actor.id
        if self.differs:
            return None
        password = form.get("erase-password", "")
        await root.entrance.confirm(actor, password, current_caller() or NOWHERE)
        await root.eraser.erase(actor, actor.customer_id or "")
        return rx.redirect("/sign-in", is_external=True)


def own_data(account: Any) -> rx.Component:
    """Draw the card.

    Args:
        account: Var of the name that has to be typed.
    """
    return card(
        rx.el.div(
            rx.el.p(t("Everything that is stored about you, as one JSON file."), class_name="grow"),
            rx.el.a(
                rx.icon("download", size=16, aria_hidden=True),
                t("Export my data"),
                href=EXPORT,
                download="my-data.json",
                class_name="btn",
                id="export-data",
            ),
            class_name="row between wrap setting",
        ),
        _erasure(account),
        title=t("My data"),
        id="own-data",
    )


def _erasure(account: Any) -> rx.Component:
    return rx.el.details(
        rx.el.summary(t("Delete my data"), class_name="btn", id="erase-open"),
        rx.el.p(
            t(
                "Your profile, history, suggestions, layouts and sign-in are deleted at once and "
                "cannot be brought back."
            )
        ),
        rx.el.p(
            t(
                "Kept by law, under a pseudonym: accounts, deposits, trades and bills, and which "
                "consents you gave when. That something was decided or looked at stays provable "
                "by a checksum without content."
            ),
            class_name="muted",
            id="erase-kept",
        ),
        rx.el.form(
            field(
                t("Type {name} to confirm", name=account),
                _input("erase-name", "text"),
                name="erase-name",
            ),
            field(t("Password"), _input("erase-password", "password"), name="erase-password"),
            rx.el.p(
                rx.cond(OwnDataState.differs, t("That is not the name of this account."), ""),
                class_name="help bad",
                role="alert",
                id="erase-problem",
            ),
            rx.el.button(
                rx.icon("trash-2", size=16, aria_hidden=True),
                t("Delete for good"),
                type="submit",
                class_name="btn danger",
                id="erase-data",
            ),
            on_submit=OwnDataState.erase,
            class_name="stack",
        ),
        class_name="stack spaced",
    )


def _input(name: str, kind: str) -> rx.Component:
    return rx.el.input(
        name=name,
        id=name,
        type=kind,
        required=True,
        auto_complete="current-password" if kind == "password" else "off",
        max_length=256,
        class_name="input",
    )
