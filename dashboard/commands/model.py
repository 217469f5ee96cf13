"""What a command is, what is understood of one, and what comes of it."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Verb = Literal[
    "find",
    "add",
    "remove",
    "move",
    "grow",
    "shrink",
    "undo",
    "redo",
    "theme",
    "senior",
    "amounts",
    "read",
    "ask",
    "help",
]
CHANGING: frozenset[Verb] = frozenset(
    {"add", "remove", "move", "grow", "shrink", "undo", "redo", "theme", "senior", "amounts"}
)
"""What these do is confirmed first."""

Direction = Literal["", "earlier", "later", "first", "last"]
Question = Literal["", "balance", "worth", "due"]
LONGEST = 120

Heard = Annotated[str, Field(max_length=LONGEST)]
Kind = Annotated[str, Field(pattern=r"^([a-z][a-z0-9_]{0,39})?$")]
Page = Annotated[str, Field(pattern=r"^(/[a-z-]{0,30})?$")]


class Command(BaseModel):
    """One thing to do.

    Attributes:
        kind: The card that is meant, empty for none.
        page: The page that is meant, empty for none.
        value: Of a switch: the theme, or `on` / `off`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    verb: Verb
    kind: Kind = ""
    page: Page = ""
    direction: Direction = ""
    question: Question = ""
    value: Literal["", "light", "dark", "contrast", "system", "on", "off"] = ""

    @property
    def is_changing(self) -> bool:
        """Say whether it changes anything."""
        return self.verb in CHANGING


class Choice(BaseModel):
    """One of several things that may have been meant."""

    model_config = ConfigDict(frozen=True)

    command: Command
    label: str


class Link(BaseModel):
    """Something to read or to look at, with why it is among what is shown."""

    model_config = ConfigDict(frozen=True)

    title: str
    href: str
    why: str = ""


class Turn(BaseModel):
    """An answer: what was understood, what is said, and what the page does.

    Attributes:
        command: What was understood, None where nothing was.
        asks: The command changes something and waits for a yes.
        choices: What else may have been meant, the likeliest first.
        links: What was found by its name.
        href: The page to open, empty for none.
        card: Id of the tile to show, empty for none.
        reads: Read the page, or the card, aloud.
        is_done: Something was changed.
    """

    model_config = ConfigDict(frozen=True)

    said: str
    command: Command | None = None
    asks: bool = False
    choices: list[Choice] = []
    links: tuple[Link, ...] = ()
    href: str = ""
    card: str = ""
    reads: bool = False
    is_done: bool = False
