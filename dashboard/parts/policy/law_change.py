"""The next version of a rule set drawn: what it changes, and its way to a second officer."""

from typing import Any

import reflex as rx

from dashboard.guard import allow
from dashboard.parts.policy.law_state import LawState
from dashboard.parts.policy.way import difference
from dashboard.parts.studio.fields import panel
from dashboard.parts.studio.words import status_chip
from dashboard.parts.views import field
from dashboard.people.roles import COMPLIANCE
from widgets.words import choose, day, t


class LawNote(rx.State):
    """An officer's words to the author of a proposal."""

    note: str = ""

    @allow(COMPLIANCE)
    async def write(self, text: str) -> None:
        """Keep what is typed."""
        self.note = text[:2000]


def proposal_panel() -> rx.Component:
    """Show the proposal, or that there is none, with what its people may do."""
    proposal: Any = LawState.proposal
    differences: Any = LawState.differences
    head = rx.el.p(
        status_chip(proposal.state),
        rx.el.span(t("Version {n}", n=proposal.version), class_name="strong small"),
        rx.el.span(t("from"), " ", day(proposal.valid_from), class_name="muted small"),
        rx.el.span(choose(proposal.by), class_name="caption"),
        class_name="row tight wrap",
    )
    changes = rx.el.div(
        rx.el.h3(t("What changed"), class_name="label"),
        rx.el.ul(rx.foreach(differences, difference), class_name="list roomy", id="law-diff"),
        class_name="stack tight",
    )
    return panel(
        rx.cond(
            proposal.state != "", head, rx.el.p(t("Nobody proposes a change."), class_name="muted")
        ),
        rx.cond(proposal.note != "", rx.el.blockquote(proposal.note, class_name="note small")),
        rx.cond(differences.length() > 0, changes),
        rx.cond(LawState.is_officer, rx.cond(LawState.is_editing, _editor(), _steps(proposal))),
        title=t("Next version"),
        id="law-proposal",
    )


def _editor() -> rx.Component:
    control = rx.el.textarea(
        id="law-text",
        rows=18,
        class_name="input code",
        default_value=LawState.text,
        on_blur=LawState.write,
        spell_check=False,
    )
    help_text = t("JSON. The region and the number of the version are set for you.")
    save = rx.el.button(
        t("Save the proposal"),
        type="button",
        on_click=LawState.propose,
        class_name="btn primary start",
        id="propose-law",
    )
    return rx.el.div(
        field(t("Rule set"), control, name="law-text", help_text=help_text),
        save,
        class_name="stack",
    )


def _steps(proposal: Any) -> rx.Component:
    is_draft = (proposal.state == "draft") | (proposal.state == "changes_requested")
    own = rx.el.p(
        t("You wrote a part of this version: somebody else must approve it."),
        class_name="banner warn",
    )
    note = field(
        t("Words to the author"),
        rx.el.textarea(
            id="law-note", rows=2, class_name="input", on_blur=LawNote.write, max_length=2000
        ),
        name="law-note",
    )
    decide = rx.el.div(
        rx.cond(LawState.wrote_it, own),
        note,
        rx.el.div(
            _button(t("Ask for changes"), LawState.send_back(LawNote.note), "send-law-back"),
            _button(
                t("Approve"),
                LawState.approve,
                "approve-law",
                look="btn primary",
                disabled=LawState.wrote_it,
            ),
            class_name="row wrap",
        ),
        class_name="stack tight",
    )
    return rx.el.div(
        rx.el.div(
            _button(t("Propose a change"), LawState.start_editing, "edit-law"),
            rx.cond(
                is_draft,
                _button(t("Submit for review"), LawState.submit, "submit-law", look="btn primary"),
            ),
            class_name="row wrap",
        ),
        rx.cond(proposal.state == "review", decide),
        class_name="stack",
    )


def _button(
    words: Any, event: Any, name: str, *, look: str = "btn", disabled: Any = False
) -> rx.Component:
    return rx.el.button(
        words, type="button", on_click=event, id=name, disabled=disabled, class_name=look
    )
