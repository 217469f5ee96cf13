"""The state of the card editor: the form, its checks and audience, and the workflow."""

import asyncio
from typing import Any, Literal

import reflex as rx

from content.cards.model import CardView
from content.checks import disclosed
from content.shelf import image_url
from dashboard.errors import Invalid, NotFound
from dashboard.guard import acting, allow
from dashboard.parts.cards import ProductFace, product_face
from dashboard.parts.reader import language_of
from dashboard.parts.studio.model import (
    DifferenceLine,
    Draft,
    Face,
    FindingLine,
    StepLine,
    VersionLine,
    content_of,
    difference_line,
    draft_of,
    face_of,
    fault_line,
    finding_line,
    status_of,
    step_lines,
    toggled,
    version_line,
)
from dashboard.parts.studio.reach import ReachState
from dashboard.people.roles import MARKETER, REVIEWER
from dashboard.wiring import Services
from recommender.catalogue.model import PRODUCT
from recommender.catalogue.snapshot import Snapshot
from recommender.customers.model import Language, Segment
from recommender.language import ENGLISH, SIMPLIFIED
from recommender.ports import Actor

STUDIO = (MARKETER, REVIEWER)
NEW = "new"
TextField = Literal["title", "summary", "body"]
Kind = Literal["article", "video", "offer"]
Number = Literal["cap_times", "cap_days", "minutes"]


class EditorState(rx.State):
    """One card in the studio."""

    stage: str = "loading"
    card: str = ""
    number: int = 0
    status: str = "draft"
    workflow: str = "draft"
    live_number: int = 0
    content_hash: str = ""
    steps: list[StepLine] = []
    wrote_it: bool = False
    is_reviewer: bool = False
    is_open: bool = True
    is_dirty: bool = False
    language: str = "zh-Hans"
    draft: Draft = Draft()
    shown_in: str = "zh-Hans"
    preview: Face = Face()
    findings: list[FindingLine] = []
    is_blocked: bool = True
    offered: list[ProductFace] = []
    versions: list[VersionLine] = []
    differences: list[DifferenceLine] = []
    compared: int = 0

    @allow(*STUDIO)
    async def load(self) -> Any:
        """Open the card that the address names, or an empty form."""
        wanted = self.router.url.path.rstrip("/").rsplit("/", 1)[-1]
        self.reset()  # type: ignore[no-untyped-call]  # Reflex's own, unannotated
        async with acting() as (app, actor):
            self.is_reviewer = actor.has(REVIEWER)
            spoken = await language_of(app, actor, self.router.headers.accept_language)
            self.shown_in, self.language = spoken, ENGLISH if spoken == ENGLISH else SIMPLIFIED
            if wanted == NEW:
                await self._look(app)
            else:
                await self._open(app, actor, wanted)
        self.stage = "ready"
        return self._count()

    @allow(*STUDIO)
    async def write(self, field: TextField, text: str) -> None:
        """Write a text in the language that is open."""
        texts = {**getattr(self.draft, field), self.language: text}
        await self._change(**{field: texts})

    @allow(*STUDIO)
    async def speak(self, language: Literal["zh-Hans", "en"]) -> None:
        """Open the texts of another language."""
        self.language = language

    @allow(*STUDIO)
    async def show_in(self, language: Language) -> None:
        """Look at the preview in another language."""
        self.shown_in = language
        self.preview = await asyncio.to_thread(face_of, self.draft, language)

    @allow(*STUDIO)
    async def choose_kind(self, kind: Kind) -> Any:
        """Say what the card is; an offer is marketing."""
        await self._change(kind=kind, marketing=self.draft.marketing or kind == "offer")
        return self._count()

    @allow(*STUDIO)
    async def choose_image(self, image: str) -> None:
        """Choose the picture."""
        await self._change(image=image, image_url=image_url(image))

    @allow(*STUDIO)
    async def toggle_topic(self, topic: str) -> None:
        """Add a topic or take it away."""
        await self._change(topics=toggled(self.draft.topics, topic))

    @allow(*STUDIO)
    async def toggle_segment(self, segment: Segment) -> Any:
        """Add a segment to the audience or take it away."""
        await self._change(segments=toggled(self.draft.segments, segment))
        return self._count()

    @allow(*STUDIO)
    async def set_minimum(self, minimum: int) -> Any:
        """Set the capacity that readers need; 0 is none."""
        await self._change(minimum=minimum)
        return self._count()

    @allow(*STUDIO)
    async def set_marketing(self, is_marketing: bool) -> Any:
        """Say whether the card is marketing."""
        await self._change(marketing=is_marketing)
        return self._count()

    @allow(*STUDIO)
    async def set_time(self, field: Literal["starts_at", "ends_at"], at: str) -> None:
        """Set a local time of the schedule; empty is none."""
        await self._change(**{field: at[:16]})

    @allow(*STUDIO)
    async def set_number(self, field: Number, text: str) -> None:
        """Set a number; anything else is none."""
        digits = text.strip()
        await self._change(**{field: int(digits) if digits.isdecimal() and len(digits) < 4 else 0})

    @allow(*STUDIO)
    async def search(self, words: str) -> None:
        """Offer the products whose name or id holds the words."""
        wanted = words.strip().casefold()
        async with acting() as (app, _):
            snapshot = await app.root.catalogue.now()
        linked = {product.id for product in self.draft.products}
        found = [
            product_face(item)
            for item in snapshot.of_kinds((PRODUCT,))
            if item.id not in linked
            and wanted in " ".join((item.id, *item.titles.values())).casefold()
        ]
        self.offered = found[:6] if wanted else []

    @allow(*STUDIO)
    async def link(self, product_id: str) -> None:
        """Link a product."""
        async with acting() as (app, _):
            item = (await app.root.catalogue.now()).get(PRODUCT, product_id)
        if item is None:
            raise NotFound("There is no such product.")
        self.offered = []
        await self._change(products=[*self.draft.products, product_face(item)])

    @allow(*STUDIO)
    async def unlink(self, product_id: str) -> None:
        """Take a link away."""
        kept = [one for one in self.draft.products if one.id != product_id]
        await self._change(products=kept)

    @allow(*STUDIO)
    async def add_disclosure(self) -> None:
        """Put the mandatory disclosure at the end of each text."""
        await self._change(body={**self.draft.body, **disclosed(content_of(self.draft)).body})

    @allow(*STUDIO)
    async def start_editing(self) -> None:
        """Unlock the form for a reviewer, who then cannot approve."""
        self.is_open = True

    @allow(*STUDIO)
    async def save(self) -> Any:
        """Save the form as the newest version."""
        is_new = not self.card
        async with acting(write=True) as (app, actor):
            view = await self._keep(app, actor)
            await self._show(app, actor, view)
        return rx.redirect(f"/studio/cards/{view.id}", replace=True) if is_new else None

    @allow(*STUDIO)
    async def submit(self) -> Any:
        """Save what is unsaved and hand the card to the reviewers."""
        is_new = not self.card
        async with acting(write=True) as (app, actor):
            view = await self._keep(app, actor)
            await self._show(app, actor, await app.cards.submit(actor, view.id))
        return rx.redirect(f"/studio/cards/{view.id}", replace=True) if is_new else None

    @allow(REVIEWER)
    async def approve(self, note: str = "") -> None:
        """Approve exactly the version that this page shows."""
        async with acting(write=True) as (app, actor):
            view = await app.cards.approve(
                actor, self.card, content_hash=self.content_hash, note=note
            )
            await self._show(app, actor, view)

    @allow(REVIEWER)
    async def send_back(self, note: str) -> None:
        """Ask for changes."""
        async with acting(write=True) as (app, actor):
            await self._show(app, actor, await app.cards.request_changes(actor, self.card, note))

    @allow(*STUDIO)
    async def publish(self) -> None:
        """Put the approved version before its audience."""
        async with acting(write=True) as (app, actor):
            await self._show(app, actor, await app.cards.publish(actor, self.card))

    @allow(*STUDIO)
    async def withdraw(self) -> None:
        """Take the card from its readers."""
        async with acting(write=True) as (app, actor):
            await self._show(app, actor, await app.cards.withdraw(actor, self.card))

    @allow(*STUDIO)
    async def compare(self, number: int) -> None:
        """Show what differs between a version and the newest one."""
        async with acting() as (app, actor):
            found = await app.cards.compare(actor, self.card, number, self.number)
        self.differences, self.compared = [difference_line(one) for one in found], number

    async def _change(self, **values: Any) -> None:
        self.draft = self.draft.model_copy(update=values)
        self.is_dirty = True
        async with acting() as (app, _):
            await self._look(app)

    def _count(self) -> Any:
        draft = self.draft
        return ReachState.count(draft.segments, draft.minimum, draft.marketing)

    async def _look(self, app: Services) -> None:
        """Bring preview and checks in step with the form."""
        self.preview = await asyncio.to_thread(face_of, self.draft, self.shown_in)
        try:
            content = content_of(self.draft)
        except Invalid as fault:
            self.findings, self.is_blocked = [fault_line(fault)], True
            return
        found = await app.cards.checks(content)
        names = {product.id: product.name for product in self.draft.products}
        self.findings = [finding_line(one, names) for one in found]
        self.is_blocked = any(one.severity == "severe" for one in found)

    async def _keep(self, app: Services, actor: Actor) -> CardView:
        content = content_of(self.draft)
        if not self.card:
            return await app.cards.create(actor, content)
        return await app.cards.save(actor, self.card, content, base=self.content_hash)

    async def _open(self, app: Services, actor: Actor, card_id: str) -> None:
        view = await app.cards.get(actor, card_id)
        self.is_open = not actor.has(REVIEWER)
        await self._show(app, actor, view)

    async def _show(self, app: Services, actor: Actor, view: CardView) -> None:
        names = await app.people.names(actor)
        snapshot = await app.root.catalogue.now()
        linked = [_face(snapshot, one) for one in view.content.products]
        self.draft = draft_of(view.content, app.clock.zone, linked)
        self.card, self.number, self.content_hash = view.id, view.number, view.content_hash
        self.workflow, self.status = view.state.value, status_of(view)
        self.live_number = view.live_number or 0
        self.steps, self.wrote_it = step_lines(view, names), actor.id in view.editors
        versions = await app.cards.versions(actor, view.id)
        self.versions = [version_line(one, names) for one in versions]
        self.differences, self.compared, self.is_dirty = [], 0, False
        await self._look(app)


def _face(snapshot: Snapshot, product_id: str) -> ProductFace:
    item = snapshot.get(PRODUCT, product_id)
    return product_face(item) if item else ProductFace(id=product_id, name={ENGLISH: product_id})
