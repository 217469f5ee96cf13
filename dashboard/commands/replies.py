"""What the command bar says back before anything is done: offers, questions, choices."""

from collections.abc import Mapping, Sequence

from dashboard.commands.model import Choice, Command, Link, Turn
from dashboard.layouts.model import Layout
from dashboard.layouts.policy import tile_of
from recommender.language import say
from widgets.base import Widget

MOST_CHOICES = 6
PAGE_TITLES = {
    "/": "Home",
    "/discover": "Discover",
    "/gallery": "Add a card",
    "/me": "Me",
    "/assistant": "Assistant",
}
QUESTIONS = {
    ("add", ""): "Add “{title}” to your home?",
    ("remove", ""): "Remove “{title}” from your home? It can be undone.",
    ("move", ""): "Move “{title}” up?",
    ("move", "earlier"): "Move “{title}” up?",
    ("move", "later"): "Move “{title}” down?",
    ("move", "first"): "Move “{title}” to the top?",
    ("move", "last"): "Move “{title}” to the end?",
    ("grow", ""): "Make “{title}” larger?",
    ("shrink", ""): "Make “{title}” smaller?",
    ("undo", ""): "Take the last step back?",
    ("redo", ""): "Do again what was taken back?",
    ("theme", "light"): "Use light colours?",
    ("theme", "dark"): "Use dark colours?",
    ("theme", "contrast"): "Use high contrast?",
    ("theme", "system"): "Use the colours of your device?",
    ("senior", "on"): "Switch to the senior edition?",
    ("senior", "off"): "Leave the senior edition?",
    ("amounts", "on"): "Hide all amounts?",
    ("amounts", "off"): "Show all amounts?",
}
"""What is asked before a change, by verb and direction or value."""


def needs_card(command: Command) -> bool:
    """Say whether the command makes no sense without a card."""
    return command.verb in ("add", "remove", "move", "grow", "shrink")


class Replies:
    """Replies about one home in one language.

    Args:
        kinds: The cards that the customer may place.
    """

    def __init__(self, layout: Layout, kinds: Mapping[str, Widget], language: str) -> None:
        self._layout = layout
        self._kinds = kinds
        self._language = language

    def not_understood(self, heard: str) -> Turn:
        """Say so, and what would be understood."""
        said = say(self._language, "I did not understand “{heard}”.", heard=heard)
        return Turn(said=f"{said} {self._examples()}")

    def found(self, links: tuple[Link, ...]) -> Turn:
        """Show what was found by its name."""
        return Turn(said=say(self._language, "This may be what you are looking for."), links=links)

    def help(self, command: Command) -> Turn:
        """Say what can be said."""
        return Turn(said=self._examples(), command=command)

    def which(self, commands: Sequence[Command]) -> Turn:
        """Ask which of several things is meant."""
        choices = [Choice(command=one, label=self._label(one)) for one in commands]
        return Turn(said=say(self._language, "Which one do you mean?"), choices=choices)

    def whose(self, command: Command) -> Turn:
        """Ask which card is meant: one of the home's, or one that is not there yet."""
        there = dict.fromkeys(tile.kind for tile in self._layout.tiles.values())
        is_new = command.verb == "add"
        kinds = [one for one in self._kinds if (one not in there) == is_new][:MOST_CHOICES]
        return self.which([command.model_copy(update={"kind": one}) for one in kinds])

    def confirm(self, command: Command) -> Turn:
        """Ask before a change; a card that is not there is offered instead."""
        if needs_card(command) and command.verb != "add" and not self._tile(command):
            return self.offer(command)
        asked = QUESTIONS[command.verb, command.direction or command.value]
        said = say(self._language, asked, title=self._title(command.kind))
        return Turn(said=said, command=command, asks=True)

    def offer(self, command: Command) -> Turn:
        """Offer to add a card that is not on the home."""
        title = self._title(command.kind)
        said = say(self._language, "“{title}” is not on your home. Add it?", title=title)
        return Turn(said=said, command=Command(verb="add", kind=command.kind), asks=True)

    def shown(self, command: Command) -> Turn:
        """Open a page, show a card, or read one aloud."""
        if command.page:
            title = say(self._language, PAGE_TITLES[command.page])
            said = say(self._language, "Opening {title}.", title=title)
            return Turn(said=said, command=command, href=command.page)
        if not command.kind:
            return Turn(said="", command=command, reads=command.verb == "read")
        if not (tile := self._tile(command)):
            return self.offer(command)
        said = say(self._language, "Here is “{title}”.", title=self._title(command.kind))
        return Turn(said=said, command=command, card=tile, reads=command.verb == "read")

    def _tile(self, command: Command) -> str | None:
        return tile_of(self._layout.tiles, command.kind)

    def _label(self, command: Command) -> str:
        title = PAGE_TITLES.get(command.page, "")
        return say(self._language, title) if title else self._title(command.kind)

    def _title(self, kind: str) -> str:
        known = self._kinds.get(kind)
        return say(self._language, known.title) if known else kind

    def _examples(self) -> str:
        return say(
            self._language,
            "Try “add bills”, “move news to the top”, “make balances larger”, “read aloud”, "
            "“how much do I have” or “dark colours”.",
        )
