"""The state behind a card's settings: its fields, its conditions, and what is wrong with them."""

from typing import Annotated, Any, Literal

import reflex as rx
from pydantic import BaseModel, Field, ValidationError

from dashboard.errors import Invalid
from dashboard.guard import acting, allow
from dashboard.home.settings import TileSettings, Verdict
from dashboard.layouts.conditions import CONDITIONS_MAX, Condition, Device
from dashboard.layouts.model import TITLE_MAX, TileChange
from dashboard.parts.home_state import HomeState, TileId, own_customer
from dashboard.parts.reader import language_of
from recommender.ports import CUSTOMER
from widgets.form import ON, FormField, in_words
from widgets.ports.facts import Texts
from widgets.tile import Tile

By = Literal["time", "day", "device", "state"]
Typed = Annotated[str, Field(max_length=2_000)]
Number = Annotated[int, Field(ge=0, lt=CONDITIONS_MAX)]
FIRST: dict[str, dict[str, Any]] = {
    "time": {"since": "09:00", "until": "18:00"},
    "day": {"first": "25", "last": "31"},
    "device": {"devices": ["phone"]},
    "state": {"state": "has_dues"},
}
NOT_YET = "Please complete this condition."


class Rule(BaseModel):
    """One condition as the panel shows it: what is typed, and where it holds now."""

    by: By
    since: str = ""
    until: str = ""
    first: str = ""
    last: str = ""
    devices: list[str] = []
    state: str = ""
    met_on: list[str] = []
    fault: Texts = {}

    @property
    def told(self) -> dict[str, Any]:
        """The condition as it is kept, not yet judged."""
        return {"by": self.by} | {name: getattr(self, name) for name in FIRST[self.by]}


class _Kept(BaseModel):
    """Parses one condition."""

    rule: Condition


class SettingsState(rx.State):
    """The card whose panel is open; empty when none is."""

    tile: str = ""
    kind: str = ""
    name: Texts = {}
    title: str = ""
    pinned: bool = False
    mandatory: bool = False
    fields: list[FormField] = []
    rules: list[Rule] = []
    is_open: bool = False
    preview: Tile = Tile(id="", kind="")
    _typed: dict[str, str] = {}

    @allow(CUSTOMER)
    async def open(self, tile: TileId) -> Any:
        """Open the panel of a card."""
        async with acting() as (app, actor):
            self._show(await app.tile_settings.open(actor, own_customer(actor), tile))
        return SettingsState.draw

    @allow(CUSTOMER)
    async def draft(self, name: Annotated[str, Field(max_length=100)], value: Typed | bool) -> Any:
        """Take over what is being typed, for the preview alone."""
        told = (ON[0] if value else "") if isinstance(value, bool) else value
        self._typed = self._typed | {name: told}
        return SettingsState.draw

    @allow(CUSTOMER, background=True)
    async def draw(self) -> None:
        """Draw the card as it would be; while a field cannot be like that, as it was."""
        tile, typed = self.tile, dict(self._typed)
        try:
            async with acting() as (app, actor):
                speaks = await language_of(app, actor, self.router.headers.accept_language)
                me = own_customer(actor)
                drawn = await app.tile_settings.preview(actor, me, tile, typed, speaks)
        except Invalid:
            return
        async with self:
            if (self.tile, self._typed) == (tile, typed):
                self.preview = drawn

    @allow(CUSTOMER)
    async def close(self) -> None:
        """Close the panel; what was not saved is given up."""
        self.is_open, self.fields, self.rules = False, [], []

    @allow(CUSTOMER)
    async def add_rule(self, by: By) -> None:
        """Add a condition with something sensible in it."""
        if len(self.rules) < CONDITIONS_MAX:
            self.rules = [*self.rules, Rule(by=by, **FIRST[by])]
        await self._judge()

    @allow(CUSTOMER)
    async def drop_rule(self, n: Number) -> None:
        """Take a condition away."""
        self.rules = [one for at, one in enumerate(self.rules) if at != n]
        await self._judge()

    @allow(CUSTOMER)
    async def set_rule(
        self,
        n: Number,
        name: Literal["since", "until", "first", "last", "state"],
        value: Annotated[str, Field(max_length=20)],
    ) -> None:
        """Change one part of a condition."""
        self._change(n, {name: value})
        await self._judge()

    @allow(CUSTOMER)
    async def set_device(self, n: Number, device: Device, is_on: bool) -> None:
        """Let a condition hold on a device, or not."""
        there = self.rules[n].devices if n < len(self.rules) else []
        others = [one for one in there if one != device]
        self._change(n, {"devices": [*others, device] if is_on else others})
        await self._judge()

    @allow(CUSTOMER)
    async def judge(self) -> None:
        """Judge the conditions again: time goes on."""
        await self._judge()

    @allow(CUSTOMER)
    async def save(self, form: Annotated[dict[str, Typed], Field(max_length=200)]) -> Any:
        """Keep what is set; where something cannot be, say so beside it."""
        rules = [_parsed(one) for one in self.rules]
        if any(one is None for one in rules):
            return await self._judge()
        show = tuple(one for one in rules if one is not None)
        title = str(form.get("own-title", "")).strip()[:TITLE_MAX]
        try:
            change = TileChange(show=show, pinned=form.get("pinned") in ON, title=title)
            async with acting(write=True) as (app, actor):
                me = own_customer(actor)
                await app.tile_settings.save(actor, me, self.tile, _settings(form), change)
        except Invalid as error:
            self._mark(error, form)
            return None
        self.is_open, self.fields, self.rules = False, [], []
        return HomeState.reload

    def _show(self, settings: TileSettings) -> None:
        self.tile, self.kind, self.name = settings.tile, settings.kind, settings.name
        self.title, self.pinned = settings.title, settings.pinned
        self.mandatory, self.fields = settings.mandatory, settings.fields
        self.preview, self._typed = Tile(id="", kind=""), _as_sent(settings.fields)
        rules = [_typed(one) for one in settings.show]
        self.rules = [
            one.model_copy(update={"met_on": list(met)})
            for one, met in zip(rules, settings.verdicts, strict=True)
        ]
        self.is_open = True

    def _change(self, n: int, update: dict[str, Any]) -> None:
        self.rules = [
            one.model_copy(update=update) if at == n else one for at, one in enumerate(self.rules)
        ]

    async def _judge(self) -> None:
        parsed = [_parsed(one) for one in self.rules]
        sound = [one for one in parsed if one is not None]
        async with acting() as (app, actor):
            verdicts = iter(await app.tile_settings.judge(actor, own_customer(actor), sound))
        self.rules = [
            _judged(rule, next(verdicts) if one is not None else None)
            for rule, one in zip(self.rules, parsed, strict=True)
        ]

    def _mark(self, error: Invalid, form: dict[str, str]) -> None:
        """Say beside each field what is wrong; what was typed stays."""
        texts = {one["field"]: one.get("texts", {}) for one in error.details if "field" in one}
        if not texts.keys() & {one.name for one in self.fields}:
            raise error
        self.title = str(form.get("own-title", ""))
        self.fields = [
            one.model_copy(
                update={
                    "fault": texts.get(one.name, {}),
                    "value": str(form.get(f"setting-{one.name}", one.value)),
                }
            )
            for one in self.fields
        ]


def _settings(form: dict[str, str]) -> dict[str, str]:
    start = "setting-"
    return {name[len(start) :]: value for name, value in form.items() if name.startswith(start)}


def _as_sent(fields: list[FormField]) -> dict[str, str]:
    """Return the fields as their form sends them."""
    ticked = {f"{one.name}:{each.value}" for one in fields for each in one.options if each.is_on}
    values = {one.name: one.value for one in fields if one.type != "choices"}
    return values | dict.fromkeys(ticked, ON[0])


def _typed(rule: Condition) -> Rule:
    told = rule.model_dump(mode="json")
    return Rule(by=rule.by, **{name: _as_typed(told[name]) for name in FIRST[rule.by]})


def _as_typed(value: Any) -> Any:
    """Return a part of a condition as a field shows it: a time has hours and minutes."""
    if isinstance(value, list):
        return value
    text = str(value)
    return text[:5] if ":" in text else text


def _parsed(rule: Rule) -> Condition | None:
    try:
        return _Kept.model_validate({"rule": rule.told}).rule
    except ValidationError:
        return None


def _judged(rule: Rule, met_on: Verdict | None) -> Rule:
    fault = in_words(NOT_YET) if met_on is None else {}
    return rule.model_copy(update={"met_on": list(met_on or ()), "fault": fault})
