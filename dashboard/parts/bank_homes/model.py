"""A bank's home in the shapes that the page shows."""

from collections.abc import Mapping, Sequence

from pydantic import BaseModel, ValidationError

from dashboard.errors import Invalid
from dashboard.layouts.bank_home import BankHome, Card, Rule, faults_of
from dashboard.layouts.model import BREAKPOINTS
from dashboard.layouts.standards import StandardView
from recommender.language import LANGUAGES
from widgets.base import Size, Widget
from widgets.ports.facts import Texts


class Line(BaseModel):
    """One segment in the list."""

    segment: str = ""
    number: int = 0
    state: str = ""
    cards: int = 0
    is_live: bool = False


class Edited(BaseModel):
    """One card that is being edited."""

    tile: str = ""
    kind: str = ""
    title: Texts = {}
    size: str = "M"
    sizes: list[str] = []
    stays: bool = False


class Box(BaseModel):
    """One card of the preview, in the columns and rows of a grid."""

    title: Texts = {}
    column: str = ""
    row: str = ""
    stays: bool = False


class Choice(BaseModel):
    """A kind that can be put in."""

    kind: str = ""
    title: Texts = {}


def line_of(view: StandardView) -> Line:
    """Return a segment with where its newest version stands."""
    return Line(
        segment=view.segment,
        number=view.number,
        state=view.state.value if view.state else "",
        cards=len(view.live.cards),
        is_live=view.number == 0 or view.live == view.content,
    )


def title_of(kind: str, kinds: Mapping[str, Widget]) -> Texts:
    """Return the title of a kind in every language; its name where it is gone."""
    known = kinds.get(kind)
    return {one: known.title_in(one) for one in LANGUAGES} if known else {"en": kind}


def edited_of(home: BankHome, kinds: Mapping[str, Widget]) -> list[Edited]:
    """Return the cards of a home as the editor lists them."""
    return [
        Edited(
            tile=card.tile,
            kind=card.kind,
            title=title_of(card.kind, kinds),
            size=card.size,
            sizes=[*(kinds[card.kind].sizes if card.kind in kinds else (card.size,))],
            stays=card.stays,
        )
        for card in home.cards
    ]


def choices_of(kinds: Mapping[str, Widget]) -> list[Choice]:
    """List the kinds that can be put in, by their names."""
    offered = [one for one in kinds.values() if one.is_offered]
    named = [Choice(kind=one.kind, title=title_of(one.kind, kinds)) for one in offered]
    return sorted(named, key=lambda one: one.title.get("en", one.kind))


def preview_of(home: BankHome, kinds: Mapping[str, Widget]) -> dict[str, list[Box]]:
    """Return where the cards would lie, by breakpoint."""
    layout = home.layout(kinds)
    lasting = {card.tile for card in home.lasting}
    return {
        breakpoint_: [
            Box(
                title=title_of(layout.tiles[place.tile].kind, kinds),
                column=f"{place.x + 1} / span {place.w}",
                row=f"{place.y + 1} / span {place.h}",
                stays=place.tile in lasting,
            )
            for place in layout.places.get(breakpoint_, ())
        ]
        for breakpoint_ in BREAKPOINTS
    }


def read_home(text: str) -> BankHome:
    """Read a home from JSON.

    Raises:
        Invalid: It is none; `details` names what is wrong.
    """
    try:
        return BankHome.model_validate_json(text)
    except ValidationError as error:
        raise Invalid("This is no home of the bank.", details=faults_of(error)) from error


def with_cards(home: BankHome, cards: Sequence[Card]) -> BankHome:
    """Return the home with other cards; rules that name cards that are gone stay as they are.

    Raises:
        Invalid: There is no card left, or two have the same id.
    """
    try:
        return BankHome(cards=tuple(cards), rules=home.rules)
    except ValidationError as error:
        raise Invalid("A home needs at least one card.", details=faults_of(error)) from error


def new_card(home: BankHome, known: Widget) -> Card:
    """Return a card of a kind whose id is free in the home."""
    taken = {card.tile for card in home.cards}
    names = (f"{known.kind}-{number}" for number in range(2, len(taken) + 3))
    free = known.kind if known.kind not in taken else next(one for one in names if one not in taken)
    size: Size = "M" if "M" in known.sizes else known.sizes[0]
    return Card(id="" if free == known.kind else free, kind=known.kind, size=size)


def rules_in_words(rules: Sequence[Rule]) -> list[Texts]:
    """Return the reasons that customers read where something is closed."""
    return [dict(one.reason) for one in rules]
