"""What a rule would do: the preview, its tests, and what it costs."""

from typing import Literal

import reflex as rx
from pydantic import BaseModel

from dashboard.errors import Invalid
from dashboard.guard import acting, allow
from dashboard.parts.policy.model import CaseLine, CostLine, case_lines, content_of, cost_line
from dashboard.parts.policy.state import MAKERS, NEW, READERS, RuleState
from dashboard.parts.reader import language_of
from recommender.customers.model import Segment
from recommender.rules.content import MOST_CASES, Persona, RuleCase, Scenario
from recommender.rules.views import Preview, ShownItem

SHOWN = 8


class PlaceLine(BaseModel):
    """One place of the preview; `moved` is how far it rose, 0 for not, 99 for new."""

    kind: str = ""
    id: str = ""
    title: str = ""
    placed: str = "rank"
    moved: int = 0


class EffectState(rx.State):
    """A persona's list before and after, the tests, the cost."""

    segment: str = "mass"
    capacity: int = 3
    scenario: Scenario = "home"
    before: list[PlaceLine] = []
    after: list[PlaceLine] = []
    cases: list[CaseLine] = []
    cost: CostLine = CostLine()
    is_counting: bool = False
    outcome: str = "present"

    @allow(*READERS)
    async def look(self) -> None:
        """Bring preview, tests and cost in step with the form."""
        await self._look()

    @allow(*READERS)
    async def choose_segment(self, segment: Segment) -> None:
        """Look with a customer of another segment."""
        self.segment = segment
        await self._look()

    @allow(*READERS)
    async def choose_capacity(self, capacity: Literal[1, 2, 3, 4, 5]) -> None:
        """Look with a customer of another capacity."""
        self.capacity = capacity
        await self._look()

    @allow(*READERS)
    async def choose_scenario(self, scenario: Scenario) -> None:
        """Look at another surface."""
        self.scenario = scenario
        await self._look()

    @allow(*READERS)
    async def run_tests(self) -> None:
        """Run the tests of the form as it is."""
        form = await self._form()
        async with acting() as (app, _):
            results = await app.rules.try_out(form.rule or NEW, content_of(form.draft))
            snapshot = await app.root.catalogue.now()
        self.cases = case_lines(form.draft, snapshot, results)

    @allow(*READERS, background=True)
    async def estimate(self) -> None:
        """Count what the saved version costs; others' pages go on meanwhile."""
        async with self:
            form = await self._form()
            rule, content_hash = form.rule, form.content_hash
            self.is_counting = True
        try:
            async with acting() as (app, actor):
                cost = await app.rules.estimate(actor, rule)
            async with self:
                self.cost = cost_line({content_hash: cost}, content_hash)
        finally:
            async with self:
                self.is_counting = False

    @allow(*MAKERS)
    async def choose_outcome(self, outcome: Literal["present", "absent", "first"]) -> None:
        """Say what the next test expects."""
        self.outcome = outcome

    @allow(*MAKERS)
    async def add_test(self, kind: str, item_id: str) -> None:
        """Add a test about one item, for the persona and surface of the preview."""
        form = await self._form()
        names = {"present": "is there", "absent": "is away", "first": "is first"}
        case = RuleCase.model_validate(
            {
                "name": f"{item_id[:60]} {names[self.outcome]} ({self.segment}, C{self.capacity})",
                "customer": {"segment": self.segment, "capacity": self.capacity},
                "scenario": self.scenario,
                "kinds": [kind],
                "expects": [{"item": {"kind": kind, "id": item_id}, "outcome": self.outcome}],
            }
        )
        kept = [*form.draft.cases, case.model_dump(mode="json")][:MOST_CASES]
        form._change(cases=kept)
        await self._look()

    @allow(*MAKERS)
    async def remove_test(self, place: int) -> None:
        """Take a test away."""
        form = await self._form()
        form._change(cases=[one for at, one in enumerate(form.draft.cases) if at != place])
        await self._look()

    async def _look(self) -> None:
        form = await self._form()
        rule = form.rule or NEW
        async with acting() as (app, actor):
            spoken = await language_of(app, actor, self.router.headers.accept_language)
            snapshot = await app.root.catalogue.now()
            self.cases = case_lines(form.draft, snapshot)
            costs = await app.rules.costs(actor, rule)
            self.cost = CostLine() if form.is_dirty else cost_line(costs, form.content_hash)
            try:
                content = content_of(form.draft)
            except Invalid:
                self.before, self.after = [], []
                return
            persona = Persona(segment=self.segment, capacity=self.capacity)
            preview = await app.rules.preview(
                actor,
                rule,
                content,
                persona=persona,
                scenario=self.scenario,
                language=spoken,
            )
        self.before, self.after = _lines(preview)

    async def _form(self) -> RuleState:
        return await self.get_state(RuleState)


def _lines(preview: Preview) -> tuple[list[PlaceLine], list[PlaceLine]]:
    before = {(one.kind, one.id): at for at, one in enumerate(preview.before)}
    after = [_line(one, before.get((one.kind, one.id)), at) for at, one in enumerate(preview.after)]
    return [_line(one, at, at) for at, one in enumerate(preview.before)][:SHOWN], after[:SHOWN]


def _line(item: ShownItem, was: int | None, at: int) -> PlaceLine:
    moved = 99 if was is None else was - at
    return PlaceLine(kind=item.kind, id=item.id, title=item.title, placed=item.placed, moved=moved)
