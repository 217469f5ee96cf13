"""The state of the rule sets' section: what holds, what is proposed, its tests."""

import json
from typing import Literal

import reflex as rx

from dashboard.errors import Invalid
from dashboard.guard import acting, allow
from dashboard.parts.policy.law_model import (
    LawLine,
    LawResultLine,
    ProposalLine,
    law_line,
    result_line,
)
from dashboard.parts.policy.model import difference_line
from dashboard.parts.policy.state import READERS
from dashboard.parts.studio.model import DifferenceLine, named
from dashboard.people.roles import COMPLIANCE, OPERATOR, REVIEWER
from dashboard.wiring import Services
from recommender.ports import Actor
from recommender.suitability.model import RuleSet
from recommender.suitability.service import LawView, parse

OFFICERS = (COMPLIANCE, OPERATOR, REVIEWER)
MOST_LETTERS = 100_000
Region = Literal["cn", "eu"]


class LawState(rx.State):
    """One region's rule set."""

    stage: str = "hidden"
    region: Region = "cn"
    is_officer: bool = False
    wrote_it: bool = False
    law: LawLine = LawLine()
    proposal: ProposalLine = ProposalLine()
    results: list[LawResultLine] = []
    differences: list[DifferenceLine] = []
    text: str = ""
    is_editing: bool = False
    _content: str = ""

    @allow(*READERS)
    async def load(self) -> None:
        """Open the rules of the region that serves; marketers see none."""
        async with acting() as (app, actor):
            self.is_officer = actor.has(COMPLIANCE)
            if not actor.has(*OFFICERS):
                return
            self.region = app.root.policy.region
            await self._show(app, actor, await app.suitability.get(actor, self.region))
        self.stage = "ready"

    @allow(*OFFICERS)
    async def choose_region(self, region: Region) -> None:
        """Open another region's rules."""
        self.region = region
        async with acting() as (app, actor):
            await self._show(app, actor, await app.suitability.get(actor, region))

    @allow(*OFFICERS)
    async def run_tests(self) -> None:
        """Run the cases of the proposal, or of what holds."""
        async with acting() as (app, actor):
            results = await app.suitability.test(actor, self.region)
        self.results = [result_line(one) for one in results]

    @allow(COMPLIANCE)
    async def start_editing(self) -> None:
        """Open the proposal, or what holds, for a change."""
        self.text, self.is_editing = self._content, True

    @allow(COMPLIANCE)
    async def write(self, text: str) -> None:
        """Keep what is typed."""
        self.text = text[:MOST_LETTERS]

    @allow(COMPLIANCE)
    async def propose(self) -> None:
        """Save the text as the proposal for the next version."""
        rules = _read(self.text)
        base = self.proposal.content_hash or None
        async with acting(write=True) as (app, actor):
            view = await app.suitability.propose(actor, self.region, rules, base=base)
            await self._show(app, actor, view)

    @allow(COMPLIANCE)
    async def submit(self) -> None:
        """Hand the proposal to another officer."""
        async with acting(write=True) as (app, actor):
            await self._show(app, actor, await app.suitability.submit(actor, self.region))

    @allow(COMPLIANCE)
    async def approve(self) -> None:
        """Approve exactly the proposal that this page shows."""
        async with acting(write=True) as (app, actor):
            content_hash = self.proposal.content_hash
            view = await app.suitability.approve(actor, self.region, content_hash=content_hash)
            await self._show(app, actor, view)

    @allow(COMPLIANCE)
    async def send_back(self, note: str) -> None:
        """Ask for changes."""
        async with acting(write=True) as (app, actor):
            view = await app.suitability.request_changes(actor, self.region, note)
            await self._show(app, actor, view)

    async def _show(self, app: Services, actor: Actor, view: LawView) -> None:
        names = await app.people.names(actor)
        proposal, live = view.proposal, view.live
        self.law, self.results, self.is_editing = law_line(view), [], False
        self.proposal, self.wrote_it = ProposalLine(), False
        if proposal:
            self.wrote_it = actor.id in proposal.editors
            self.proposal = ProposalLine(
                state=proposal.state.value,
                version=proposal.content.version,
                valid_from=proposal.content.valid_from.isoformat(),
                content_hash=proposal.content_hash,
                by=named(names, proposal.editors[0]),
                note=proposal.note,
            )
        rules = proposal.content if proposal else live
        self._content = json.dumps(rules.content, ensure_ascii=False, indent=2)
        found = await app.suitability.compare(actor, view.region)
        self.differences = [difference_line(one) for one in found]


def _read(text: str) -> RuleSet:
    try:
        content = json.loads(text)
    except ValueError as error:
        raise Invalid("This is not JSON.") from error
    if not isinstance(content, dict):
        raise Invalid("This is not JSON.")
    return parse(content)
