"""What the page of the bank's homes shows, and each step of a version."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any, Literal

import reflex as rx
from pydantic import Field

from dashboard.errors import NotFound
from dashboard.guard import acting, allow
from dashboard.layouts.bank_home import BankHome, Card
from dashboard.layouts.standards import MAKERS, READERS, SEGMENTS, StandardService, StandardView
from dashboard.parts.bank_homes.model import (
    Box,
    Choice,
    Edited,
    Line,
    choices_of,
    edited_of,
    line_of,
    new_card,
    preview_of,
    read_home,
    rules_in_words,
    with_cards,
)
from dashboard.parts.file_pick import MOST_LETTERS
from recommender.ports import REVIEWER, Actor
from widgets.base import Size
from widgets.ports.facts import Texts

Kind = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Tile = Annotated[str, Field(pattern=r"^[A-Za-z0-9._:-]{1,64}$")]
Segment = Annotated[str, Field(max_length=16)]
Step = Callable[[StandardService, Actor], Awaitable[StandardView]]


class BankHomesState(rx.State):
    """All segments, and the home of one of them as it is being edited."""

    ready: bool = False
    may_write: bool = False
    may_approve: bool = False
    lines: list[Line] = []
    segment: str = ""
    state: str = ""
    number: int = 0
    is_dirty: bool = False
    is_live: bool = False
    cards: list[Edited] = []
    rules: list[Texts] = []
    choices: list[Choice] = []
    preview: dict[str, list[Box]] = {}
    _home: BankHome | None = None
    _base: str = ""

    @allow(*READERS)
    async def load(self) -> None:
        """Read every segment, and open the one that the address names."""
        wanted = self.router.url.query_parameters.get("segment", "")
        async with acting() as (app, actor):
            views = await app.standards.every(actor)
            self.choices = choices_of(app.root.partners.kinds)
            self.may_write, self.may_approve = actor.has(*MAKERS), actor.has(REVIEWER)
            self.lines = [line_of(one) for one in views]
            chosen = wanted if wanted in SEGMENTS else self.segment or SEGMENTS[0]
            self._open(next(one for one in views if one.segment == chosen))
            self._draw(app.root.partners.kinds)
        self.ready = True

    @allow(*READERS)
    async def choose(self, segment: Segment) -> None:
        """Open another segment; what was not saved is left."""
        async with acting() as (app, actor):
            self._open(await app.standards.get(actor, segment))
            self._draw(app.root.partners.kinds)

    @allow(*MAKERS)
    async def add(self, kind: Kind) -> None:
        """Put a card at the end."""
        async with acting() as (app, _):
            known = app.root.partners.kinds.get(kind)
        if known is None:
            raise NotFound("There is no such card.")
        await self._edit([*self._now.cards, new_card(self._now, known)])

    @allow(*MAKERS)
    async def remove(self, tile: Tile) -> None:
        """Take a card out."""
        await self._edit([card for card in self._now.cards if card.tile != tile])

    @allow(*MAKERS)
    async def move(self, tile: Tile, step: Literal[-1, 1]) -> None:
        """Move a card one place up or down."""
        cards = list(self._now.cards)
        at = next((n for n, card in enumerate(cards) if card.tile == tile), len(cards))
        if at < len(cards) and 0 <= at + step < len(cards):
            cards.insert(at + step, cards.pop(at))
            await self._edit(cards)

    @allow(*MAKERS)
    async def resize(self, tile: Tile, size: Size) -> None:
        """Show a card in another size."""
        await self._edit([self._with(card, tile, size=size) for card in self._now.cards])

    @allow(*MAKERS)
    async def keep(self, tile: Tile, stays: bool) -> None:
        """Have every home of the segment hold a card, or let customers remove it."""
        await self._edit([self._with(card, tile, stays=stays) for card in self._now.cards])

    @allow(*MAKERS)
    async def take_file(self, text: Annotated[str, Field(max_length=MOST_LETTERS)]) -> None:
        """Propose what a file holds, with its rules."""
        await self._propose(read_home(text))

    @allow(*MAKERS)
    async def save(self) -> None:
        """Save the draft as a version; somebody else's newer one is not overwritten."""
        segment, home, base = self.segment, self._now, self._base
        await self._do(lambda app, actor: app.save(actor, segment, home, base=base))

    @allow(*MAKERS)
    async def submit(self) -> None:
        """Hand the newest version to the reviewers."""
        segment = self.segment
        await self._do(lambda app, actor: app.submit(actor, segment))

    @allow(REVIEWER)
    async def approve(self) -> None:
        """Approve exactly what is shown; nobody approves what they wrote a part of."""
        segment, read = self.segment, self._base
        await self._do(lambda app, actor: app.approve(actor, segment, content_hash=read))

    @allow(*MAKERS)
    async def publish(self) -> None:
        """Let the approved version count; customers are offered what is new in it."""
        segment = self.segment
        await self._do(lambda app, actor: app.publish(actor, segment))

    @property
    def _now(self) -> BankHome:
        if self._home is None:
            raise NotFound("There is no such segment.")
        return self._home

    def _with(self, card: Card, tile: str, **changes: Any) -> Card:
        return card.model_copy(update=changes) if card.tile == tile else card

    async def _edit(self, cards: list[Card]) -> None:
        await self._propose(with_cards(self._now, cards))

    async def _propose(self, home: BankHome) -> None:
        async with acting() as (app, _):
            app.standards.check(home)
            self._home, self.is_dirty = home, True
            self._draw(app.root.partners.kinds)

    async def _do(self, step: Step) -> None:
        """Take one step, and show where the version stands then."""
        async with acting(write=True) as (app, actor):
            view = await step(app.standards, actor)
        async with acting() as (app, actor):
            self.lines = [line_of(one) for one in await app.standards.every(actor)]
            self._open(view)
            self._draw(app.root.partners.kinds)

    def _open(self, view: StandardView) -> None:
        shown = line_of(view)
        self.segment, self.state, self.number = view.segment, shown.state, view.number
        self.is_live, self.is_dirty = shown.is_live, False
        self._home, self._base = view.content, view.content_hash

    def _draw(self, kinds: Any) -> None:
        self.cards = edited_of(self._now, kinds)
        self.rules = rules_in_words(self._now.rules)
        self.preview = preview_of(self._now, kinds)
