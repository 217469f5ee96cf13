"""The state of one rule's page: its form, its effect, and its workflow."""

from typing import Any, Literal

import reflex as rx

from dashboard.errors import Invalid
from dashboard.guard import acting, allow
from dashboard.parts.policy.model import (
    ItemFace,
    RuleDraft,
    content_of,
    difference_line,
    draft_of,
    everywhere,
    face_of,
    faces_of,
    status_of,
)
from dashboard.parts.studio.model import (
    DifferenceLine,
    StepLine,
    VersionLine,
    named,
    toggled,
)
from dashboard.people.roles import COMPLIANCE, MARKETER, OPERATOR, REVIEWER
from dashboard.wiring import Services
from recommender.catalogue.model import CONTENT, PRODUCT, Kind
from recommender.ports import Actor
from recommender.rules.views import RuleView

MAKERS = (MARKETER, REVIEWER, OPERATOR)
READERS = (*MAKERS, COMPLIANCE)
NEW = "new"
MOST_OFFERED = 6
Text = Literal["name", "why", "starts_at", "ends_at"]
Number = Literal["minimum", "priority", "strength", "share"]
Choice = Literal["topics", "types", "kinds", "scenarios", "segments"]
LIMITS = {"name": 80, "why": 400, "starts_at": 16, "ends_at": 16}


class RuleState(rx.State):
    """One rule."""

    stage: str = "loading"
    rule: str = ""
    number: int = 0
    status: str = "draft"
    workflow: str = "draft"
    live_number: int = 0
    content_hash: str = ""
    steps: list[StepLine] = []
    wrote_it: bool = False
    is_reviewer: bool = False
    may_write: bool = False
    is_open: bool = False
    is_dirty: bool = False
    draft: RuleDraft = RuleDraft()
    fault: dict[str, str] = {}
    offered: list[ItemFace] = []
    versions: list[VersionLine] = []
    differences: list[DifferenceLine] = []
    compared: int = 0

    @allow(*READERS)
    async def load(self) -> None:
        """Open the rule that the address names, or an empty form."""
        wanted = self.router.url.path.rstrip("/").rsplit("/", 1)[-1]
        self.reset()  # type: ignore[no-untyped-call]  # Reflex's own, unannotated
        async with acting() as (app, actor):
            self.is_reviewer, self.may_write = actor.has(REVIEWER), actor.has(*MAKERS)
            self.is_open = self.may_write and (wanted == NEW or not actor.has(REVIEWER))
            if wanted != NEW:
                await self._show(app, actor, await app.rules.get(actor, wanted))
        self._read()
        self.stage = "ready"

    @allow(*MAKERS)
    async def write(self, field: Text, text: str) -> None:
        """Write a text."""
        self._change(**{field: text[: LIMITS[field]]})

    @allow(*MAKERS)
    async def choose_effect(
        self, effect: Literal["pin", "boost", "bury", "exclude", "share"]
    ) -> None:
        """Say what the rule does."""
        self._change(effect=effect)

    @allow(*MAKERS)
    async def set_number(self, field: Number, value: float) -> None:
        """Set a number of the form."""
        whole = field in ("minimum", "priority")
        self._change(**{field: int(value) if whole else value})

    @allow(*MAKERS)
    async def write_priority(self, text: str) -> None:
        """Set the priority; anything that is no number is 0."""
        digits = text.strip()
        self._change(priority=min(100, int(digits)) if digits.isdecimal() else 0)

    @allow(*MAKERS)
    async def toggle(self, field: Choice, value: str) -> None:
        """Add a value to a list of the form, or take it away."""
        self._change(**{field: toggled(getattr(self.draft, field), value[:64])})

    @allow(*MAKERS)
    async def search(self, words: str) -> None:
        """Offer the items whose name or id holds the words."""
        wanted = words.strip().casefold()
        async with acting() as (app, _):
            snapshot = await app.root.catalogue.now()
        chosen = {(one.kind, one.id) for one in self.draft.targets}
        found = [
            face_of(item)
            for item in snapshot.of_kinds((PRODUCT, CONTENT))
            if item.key not in chosen
            and wanted in " ".join((item.id, *item.titles.values())).casefold()
        ]
        self.offered = found[:MOST_OFFERED] if wanted else []

    @allow(*MAKERS)
    async def add_item(self, kind: Kind, item_id: str) -> None:
        """Add an item to those that the rule speaks of."""
        async with acting() as (app, _):
            item = (await app.root.catalogue.now()).get(kind, item_id)
        self.offered = []
        if item:
            self._change(targets=[*self.draft.targets, face_of(item)])

    @allow(*MAKERS)
    async def remove_item(self, kind: Kind, item_id: str) -> None:
        """Take an item away."""
        kept = [one for one in self.draft.targets if (one.kind, one.id) != (kind, item_id)]
        self._change(targets=kept)

    @allow(*MAKERS)
    async def start_editing(self) -> None:
        """Unlock the form for a reviewer, who then cannot approve."""
        self.is_open = True

    @allow(*MAKERS)
    async def save(self) -> Any:
        """Save the form as the newest version."""
        is_new = not self.rule
        async with acting(write=True) as (app, actor):
            await self._show(app, actor, await self._keep(app, actor))
        return rx.redirect(f"/rules/{self.rule}", replace=True) if is_new else None

    @allow(*MAKERS)
    async def submit(self) -> Any:
        """Save what is unsaved and hand the rule to the reviewers."""
        is_new = not self.rule
        async with acting(write=True) as (app, actor):
            view = await self._keep(app, actor)
            await self._show(app, actor, await app.rules.submit(actor, view.id))
        return rx.redirect(f"/rules/{self.rule}", replace=True) if is_new else None

    @allow(REVIEWER)
    async def approve(self, note: str = "") -> None:
        """Approve exactly the version that this page shows."""
        async with acting(write=True) as (app, actor):
            view = await app.rules.approve(
                actor, self.rule, content_hash=self.content_hash, note=note
            )
            await self._show(app, actor, view)

    @allow(REVIEWER)
    async def send_back(self, note: str) -> None:
        """Ask for changes."""
        async with acting(write=True) as (app, actor):
            await self._show(app, actor, await app.rules.request_changes(actor, self.rule, note))

    @allow(*MAKERS)
    async def publish(self) -> None:
        """Let the approved version act."""
        async with acting(write=True) as (app, actor):
            await self._show(app, actor, await app.rules.publish(actor, self.rule))

    @allow(*READERS)
    async def withdraw(self) -> None:
        """Stop the rule at once."""
        async with acting(write=True) as (app, actor):
            await self._show(app, actor, await app.rules.withdraw(actor, self.rule))

    @allow(*READERS)
    async def compare(self, number: int) -> None:
        """Show what differs between a version and the newest one."""
        async with acting() as (app, actor):
            found = await app.rules.compare(actor, self.rule, number, self.number)
        self.differences, self.compared = [difference_line(one) for one in found], number

    def _change(self, **values: Any) -> None:
        self.draft = self.draft.model_copy(update=values)
        self.is_dirty = True
        self._read()

    def _read(self) -> None:
        """Say what makes the form unreadable, if anything does."""
        try:
            content_of(self.draft)
            self.fault = {}
        except Invalid as fault:
            self.fault = everywhere(fault.message)

    async def _keep(self, app: Services, actor: Actor) -> RuleView:
        content = content_of(self.draft)
        if not self.rule:
            return await app.rules.create(actor, content)
        return await app.rules.save(actor, self.rule, content, base=self.content_hash)

    async def _show(self, app: Services, actor: Actor, view: RuleView) -> None:
        names = await app.people.names(actor)
        snapshot = await app.root.catalogue.now()
        items = faces_of(view.content.items, snapshot)
        self.draft = draft_of(view.content, app.clock.zone, items)
        self.rule, self.number, self.content_hash = view.id, view.number, view.content_hash
        self.workflow, self.status = view.state.value, status_of(view)
        self.live_number = view.live_number or 0
        self.wrote_it = actor.id in view.editors
        self.steps = _steps(view, names)
        self.versions = [
            VersionLine(
                number=one.number,
                state=one.state.value,
                by=named(names, one.steps[0].by if one.steps else ""),
                at=one.made_at.isoformat(),
                is_live=one.is_live,
            )
            for one in await app.rules.versions(actor, view.id)
        ]
        self.differences, self.compared, self.is_dirty = [], 0, False


def _steps(view: RuleView, names: dict[str, dict[str, str]]) -> list[StepLine]:
    """Name who took the steps of the newest version, its publication being the last."""
    lines = [
        StepLine(action=one.action, by=named(names, one.by), at=one.at.isoformat(), note=one.note)
        for one in view.steps
    ]
    if view.published_at and view.live_number == view.number:
        by, at = named(names, view.published_by), view.published_at.isoformat()
        lines.append(StepLine(action="publish", by=by, at=at))
    return lines
