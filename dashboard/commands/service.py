"""The command bar's rules: what changes anything is asked first, and then done as by hand."""

from collections.abc import Mapping

from dashboard.commands.answers import Answers
from dashboard.commands.grammar import names_of, understand
from dashboard.commands.model import Command, Turn
from dashboard.commands.moving import moved, resized
from dashboard.commands.replies import Replies, needs_card
from dashboard.commands.search import Search
from dashboard.errors import Conflict
from dashboard.layouts.model import Breakpoint, Layout, Places
from dashboard.layouts.policy import tile_of
from dashboard.layouts.service import Basis, Layouts
from dashboard.preferences.model import PreferenceChange
from dashboard.preferences.service import PreferenceService
from recommender.language import LANGUAGES, say
from recommender.ports import Actor
from widgets.base import Widget

NEWEST = Basis(None, "command")


class CommandService:
    """Hears customers' commands about their own home."""

    def __init__(
        self,
        layouts: Layouts,
        preferences: PreferenceService,
        kinds: Mapping[str, Widget],
        *,
        answers: Answers,
        search: Search,
    ) -> None:
        self._layouts = layouts
        self._preferences = preferences
        self._kinds = kinds
        self._answers = answers
        self._search = search

    async def hear(self, actor: Actor, customer_id: str, heard: str, language: str) -> Turn:
        """Understand what was typed or said; nothing is changed.

        Raises:
            NotFound: The home is somebody else's.
            NotAllowed: The actor is no customer.
        """
        layout = (await self._layouts.open(actor, customer_id)).layout
        replies = Replies(layout, self._open_to(actor), language)
        meant = understand(heard, self._names(actor))
        if not meant:
            links = await self._search.find(actor, customer_id, heard, language)
            return replies.found(links) if links else replies.not_understood(heard)
        if len(meant) > 1:
            return replies.which([one.command for one in meant])
        command = meant[0].command
        if command.is_changing and (command.kind or not needs_card(command)):
            return replies.confirm(command)
        return await self._answer(actor, customer_id, command, replies, language)

    async def carry_out(
        self, actor: Actor, customer_id: str, command: Command, at: Breakpoint, language: str
    ) -> Turn:
        """Do what was confirmed, or answer what changes nothing.

        Raises:
            NotFound: The home is somebody else's.
            Conflict: The card is not there, is hidden here, or has no other size.
        """
        layout = (await self._layouts.open(actor, customer_id)).layout
        if not command.is_changing or (needs_card(command) and not command.kind):
            replies = Replies(layout, self._open_to(actor), language)
            return await self._answer(actor, customer_id, command, replies, language)
        card = ""
        if command.verb in ("theme", "senior", "amounts"):
            await self._preferences.change(actor, _preference(command))
        elif command.verb in ("move", "grow", "shrink"):
            card = await self._arrange(actor, customer_id, command, layout, at)
        else:
            card = await self._change(actor, customer_id, command, layout)
        return Turn(said=say(language, "Done."), command=command, card=card, is_done=True)

    async def _answer(
        self, actor: Actor, customer_id: str, command: Command, replies: Replies, language: str
    ) -> Turn:
        if command.verb == "help":
            return replies.help(command)
        if command.verb == "ask":
            said = await self._answers.to(actor, customer_id, command.question, language)
            return Turn(said=said, command=command)
        if needs_card(command):
            return replies.whose(command)
        return replies.shown(command)

    async def _change(
        self, actor: Actor, customer_id: str, command: Command, layout: Layout
    ) -> str:
        layouts = self._layouts
        if command.verb == "add":
            return (await layouts.add(actor, customer_id, command.kind, NEWEST))[1]
        if command.verb == "undo":
            await layouts.undo(actor, customer_id, NEWEST)
        elif command.verb == "redo":
            await layouts.redo(actor, customer_id, NEWEST)
        else:
            await layouts.remove(actor, customer_id, _tile(layout, command), NEWEST)
        return ""

    async def _arrange(
        self, actor: Actor, customer_id: str, command: Command, layout: Layout, at: Breakpoint
    ) -> str:
        tile, places = _tile(layout, command), layout.places[at]
        if all(place.tile != tile for place in places):
            raise Conflict("This card is hidden on this device.")
        after = self._arranged(command, tile, places, at)
        await self._layouts.arrange(actor, customer_id, (at, after), NEWEST)
        return tile

    def _arranged(self, command: Command, tile: str, places: Places, at: Breakpoint) -> Places:
        if command.verb == "move":
            return moved(at, places, tile, command.direction)
        step = 1 if command.verb == "grow" else -1
        found = resized(at, places, tile, sizes=self._kinds[command.kind].sizes, step=step)
        if found is None:
            raise Conflict("This card has no other size in that direction.")
        return found

    def _open_to(self, actor: Actor) -> dict[str, Widget]:
        return {kind: one for kind, one in self._kinds.items() if actor.has(*one.roles)}

    def _names(self, actor: Actor) -> dict[str, tuple[str, ...]]:
        titles = {kind: one.title for kind, one in self._open_to(actor).items()}
        return names_of({k: tuple(say(one, t) for one in LANGUAGES) for k, t in titles.items()})


def _tile(layout: Layout, command: Command) -> str:
    tile = tile_of(layout.tiles, command.kind)
    if tile is None:
        raise Conflict("This card is not on your home any more.")
    return tile


def _preference(command: Command) -> PreferenceChange:
    if command.verb == "theme":
        return PreferenceChange.model_validate({"theme": command.value or "system"})
    is_on = command.value != "off"
    if command.verb == "senior":
        return PreferenceChange(senior=is_on)
    return PreferenceChange(hide_amounts=is_on)
