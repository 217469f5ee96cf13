"""What a third party needs to offer cards: the contract, a whole example, and a playground."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Literal

import reflex as rx
from pydantic import BaseModel, Field

from dashboard.guard import acting, allow
from dashboard.parts.card_stage import CardStage, staged
from dashboard.parts.playground import (
    DIRECTIONS,
    EDITIONS,
    SIZES,
    THEMES,
    TONGUES,
    choice,
    pasted,
)
from dashboard.parts.reader import language_of
from dashboard.parts.shell import page
from dashboard.parts.views import page_head
from dashboard.people.roles import EVERYONE, OPERATOR
from dashboard.platform.strict import Fault, strict_face
from recommender.language import ENGLISH, say
from recommender.ports import Actor
from widgets.base import Widget
from widgets.face import Face, spoken
from widgets.quality import quality
from widgets.registry import Fault as LeftOut
from widgets.registry import faults
from widgets.tile import Tile
from widgets.words import t

EXAMPLE = Path(__file__).parents[2] / "docs" / "developers" / "widget.py"
MOST_PASTED = 20_000
PASTE_SIZE = "M"
Choice = Literal["size", "theme", "lang", "senior", "direction"]
STEPS = (
    "A card is JSON: a face of typed blocks. Every end draws it alike, so you send no markup, no "
    "style and no script.",
    "Register a manifest with a key of the scope widgets:write, and submit it. Somebody of the "
    "bank reads and approves exactly that version.",
    "A second later the card is in every gallery. It is switched off as fast.",
    "Each load is one GET, signed by the bank (Ed25519 JWT, one minute). Repeat its nonce, add "
    "your face, and sign the bytes of your answer.",
    "You learn of the customer what your manifest asks for and the customer consents to: a "
    "reference of your own, language, senior edition, region, what is searched for.",
    "Answer within 2.5 s, below 32 kB, as JSON, from a host on the bank's list. What fails costs "
    "your card only.",
)


class KindRow(BaseModel):
    """One kind as the page lists it."""

    kind: str
    title: str
    provider: str
    tier: str
    missing: str
    sizes: str


class DevelopersState(rx.State):
    """The kinds, what is chosen in the playground, and what was pasted."""

    kinds: list[KindRow] = []
    left_out: list[str] = []
    kind: str = ""
    size: str = "M"
    theme: str = ""
    lang: str = ""
    senior: str = ""
    direction: str = "ltr"
    tile: Tile = Tile(id="stage", kind="")
    faults: list[Fault] = []
    pasted: Tile = Tile(id="pasted", kind="")

    @allow(*EVERYONE)
    async def load(self) -> None:
        """List the kinds with their tiers; only operators read why a package is left out."""
        async with acting() as (app, actor):
            known = app.root.partners.kinds
            shown = {one.kind: one for one in known.values() if one.is_offered}
            own = await language_of(app, actor, self.router.headers.accept_language)
        self.kinds = [_row(one, own) for one in shown.values()]
        self.left_out = told_of(faults(), actor)
        asked = str(self.router.url.query_parameters.get("kind", ""))[:40]
        self.kind = asked if asked in shown else next(iter(shown), "")
        await self._stage()

    @allow(*EVERYONE)
    async def choose_kind(self, kind: Annotated[str, Field(max_length=40)]) -> None:
        """Put another kind on the stage."""
        self.kind = kind
        await self._stage()

    @allow(*EVERYONE)
    async def choose(self, name: Choice, value: Annotated[str, Field(max_length=20)]) -> None:
        """Show the card otherwise."""
        setattr(self, name, value)
        await self._stage()

    @allow(*EVERYONE)
    async def paste(self, text: Annotated[str, Field(max_length=MOST_PASTED)]) -> None:
        """Check a face as an answer from outside is checked, and draw it."""
        self.faults, self.pasted = _checked(text, self.lang or ENGLISH)

    async def _stage(self) -> None:
        async with acting() as (app, actor):
            known = app.root.partners.kinds.get(self.kind)
            own = await language_of(app, actor, self.router.headers.accept_language)
        if known is not None:
            self.tile = _sample(known, self.lang or own)


def told_of(left_out: Iterable[LeftOut], actor: Actor) -> list[str]:
    """Say why installed kinds are left out, to operators: an error may tell of the machine."""
    told = [f"{one.name} ({one.package}): {one.why}" for one in left_out]
    return told if actor.has(OPERATOR) else []


def _sample(known: Widget, language: str) -> Tile:
    packed = known.sample.model_dump(mode="json")
    is_outside = bool(known.provider)
    return Tile(
        id="stage",
        kind=known.kind,
        state="ready",
        title=known.title_in(language) if is_outside else "",
        icon=known.icon if is_outside else "",
        data=spoken(packed, language) if isinstance(known.sample, Face) else packed,
    )


def _row(known: Widget, language: str) -> KindRow:
    found = quality(known)
    return KindRow(
        kind=known.kind,
        title=known.title_in(language),
        provider=known.provider,
        tier=found.tier,
        missing=" ".join(say(language, wanted) for wanted in found.missing),
        sizes=" ".join(known.sizes),
    )


def _checked(text: str, language: str) -> tuple[list[Fault], Tile]:
    nothing = Tile(id="pasted", kind="")
    if not text.strip():
        return [], nothing
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        return [Fault(field="", error=f"This is no JSON: {error}")], nothing
    face, found = strict_face(told)
    if face is None:
        return found, nothing
    data = spoken(face.model_dump(mode="json"), language)
    return [], Tile(id="pasted", kind="pasted", state="ready", title="Your card", data=data)


@page("/developers", title="For developers", on_load=DevelopersState.load)
def developers() -> rx.Component:
    """Draw the contract, the example, the kinds and the playground."""
    head = page_head(t("Cards of your own"), caption=t("For those who offer cards to this bank."))
    return rx.el.div(head, _contract(), _playground(), _paste(), _kinds(), class_name="developers")


def _contract() -> rx.Component:
    code = EXAMPLE.read_text(encoding="utf-8")
    steps = rx.el.ol(*[rx.el.li(t(step)) for step in STEPS], class_name="steps")
    return rx.el.section(
        rx.el.div(rx.el.h2(t("The contract in short")), steps, class_name="stack"),
        rx.el.h2(t("A whole card, ready to run")),
        rx.el.pre(rx.el.code(code, id="widget-code"), class_name="code", tab_index=0, dir="ltr"),
        class_name="card stack",
    )


def _kinds() -> rx.Component:
    heads = ("Card", "Kind", "Sizes", "Tier", "Wanted for the next tier")
    return rx.el.section(
        rx.el.h2(t("Every kind, and its quality")),
        rx.el.p(t("Tiers are computed from checks, never claimed."), class_name="muted"),
        rx.el.div(
            rx.el.table(
                rx.el.thead(rx.el.tr(*[rx.el.th(t(one)) for one in heads])),
                rx.el.tbody(rx.foreach(DevelopersState.kinds, _kind)),
                class_name="table",
            ),
            class_name="wide-table",
            tab_index=0,
            role="region",
            aria_label=t("Every kind, and its quality"),
        ),
        rx.cond(
            DevelopersState.left_out,
            rx.el.div(
                rx.el.h3(t("Installed kinds that are left out")),
                rx.el.ul(rx.foreach(DevelopersState.left_out, rx.el.li)),
            ),
        ),
        class_name="card stack",
    )


def _kind(one: Any) -> rx.Component:
    provider = rx.el.span(one.provider, class_name="chip")
    return rx.el.tr(
        rx.el.td(one.title, rx.cond(one.provider != "", provider)),
        rx.el.td(rx.el.code(one.kind)),
        rx.el.td(one.sizes),
        rx.el.td(rx.el.span(one.tier, class_name="chip", data_tier=one.tier)),
        rx.el.td(one.missing, class_name="muted"),
        data_kind=one.kind,
    )


def _playground() -> rx.Component:
    at = DevelopersState
    kinds = rx.el.label(
        rx.el.span(t("Kind"), class_name="caption"),
        rx.el.select(
            rx.foreach(at.kinds, lambda one: rx.el.option(one.title, value=one.kind)),
            id="play-kind",
            value=at.kind,
            on_change=at.choose_kind,
            class_name="input",
        ),
        class_name="stack tight",
    )
    return rx.el.section(
        rx.el.h2(t("Playground")),
        rx.el.div(
            kinds,
            choice("size", "Size", SIZES, at.size, lambda value: at.choose("size", value)),
            choice("theme", "Theme", THEMES, at.theme, lambda value: at.choose("theme", value)),
            choice("lang", "Language", TONGUES, at.lang, lambda value: at.choose("lang", value)),
            choice("senior", "Edition", EDITIONS, at.senior, lambda v: at.choose("senior", v)),
            choice(
                "direction",
                "Direction",
                DIRECTIONS,
                at.direction,
                lambda value: at.choose("direction", value),
            ),
            class_name="play-choices",
        ),
        rx.cond(
            at.kind != "",
            CardStage.create(
                staged(at.tile, at.size),
                lang=at.lang,
                theme=at.theme,
                senior=at.senior,
                direction=at.direction,
            ),
        ),
        class_name="card stack",
    )


def _paste() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("Try a face of your own")),
        rx.el.label(
            rx.el.span(t("Paste a face as JSON"), class_name="caption"),
            rx.el.textarea(
                id="paste",
                on_change=DevelopersState.paste.debounce(400),
                class_name="input code",
                rows=8,
                spell_check=False,
                dir="ltr",
            ),
            class_name="stack tight",
        ),
        rx.el.div(
            pasted(DevelopersState.pasted, DevelopersState.faults, PASTE_SIZE), aria_live="polite"
        ),
        class_name="card stack",
    )
