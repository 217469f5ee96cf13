"""Whatever people do in whatever order, an approval stands for exactly what nobody's own is."""

import asyncio
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from recommender.changes.model import Action, State, Subject, hash_of
from recommender.database import Database, new_id
from recommender.errors import CompanionError
from tests.recommender.changes.builders import ANNA, BEN, ROB, RUTH, changes

PEOPLE = st.sampled_from((ANNA, BEN, RUTH, ROB))
FIELDS = st.sampled_from(("title", "body", "audience"))


class Workflow(RuleBasedStateMachine):
    """Drives the service and a plain model of who wrote what, side by side."""

    runner: asyncio.Runner
    database: Database

    def __init__(self) -> None:
        super().__init__()
        self.subject = Subject("card", new_id())
        self.content = {"title": 0, "body": 0, "audience": 0}
        self.writers = {ANNA.id}
        self.approved: dict[str, dict] = {}
        self.reviewed = False
        self.do("begin", ANNA, self.content)

    def do(self, verb, actor, *args, **kwargs):
        async def act():
            async with self.database.writing() as session:
                return await getattr(changes(session), verb)(actor, self.subject, *args, **kwargs)

        try:
            return self.runner.run(act())
        except CompanionError:
            return None

    @rule(who=PEOPLE, field=FIELDS, value=st.integers(0, 3))
    def edit(self, who, field, value):
        content = self.content | {field: value}
        base = hash_of(self.content)
        assert self.do("edit", who, content, base=base) is not None
        if content != self.content:
            self.content, self.reviewed = content, False
            self.writers.add(who.id)

    @rule(who=PEOPLE)
    def submit(self, who):
        self.reviewed = bool(self.do("submit", who)) or self.reviewed

    @rule(who=PEOPLE)
    def approve(self, who):
        done = self.do("approve", who, content_hash=hash_of(self.content))
        may = self.reviewed and who in (RUTH, ROB) and who.id not in self.writers
        assert bool(done) == may
        if done:
            self.approved[done.id] = dict(self.content)
            self.reviewed = False

    @rule(who=PEOPLE)
    def send_back(self, who):
        if self.do("request_changes", who, "Again, please."):
            self.reviewed = False

    @rule(who=PEOPLE, value=st.integers(0, 3))
    def edit_what_is_no_longer_newest(self, who, value):
        other = self.content | {"title": value + 10}
        assert self.do("edit", who, other, base=hash_of(other)) is None

    @invariant()
    def an_approval_covers_exactly_what_others_wrote(self):
        for version in self.do("versions", ANNA) or ():
            if version.state is not State.APPROVED:
                continue
            step = version.last(Action.APPROVE)
            assert version.content == self.approved[version.id]
            assert step.content_hash == version.content_hash == hash_of(version.content)
            assert step.actor_id not in version.editors

    @invariant()
    def the_newest_version_is_what_was_saved_last(self):
        newest = self.do("newest", ANNA)
        assert newest.content == self.content
        assert newest.editors == self.writers


@pytest.mark.slow
def test_four_eyes_hold_in_any_order_of_steps(sqlite_template):
    folder = Path(tempfile.mkdtemp())
    shutil.copyfile(sqlite_template, folder / "changes.db")
    with asyncio.Runner() as runner:
        Workflow.runner = runner
        Workflow.database = Database(f"sqlite+aiosqlite:///{folder / 'changes.db'}")
        try:
            run_state_machine_as_test(
                Workflow,
                settings=settings(
                    max_examples=20,
                    stateful_step_count=20,
                    deadline=None,
                    suppress_health_check=list(HealthCheck),
                ),
            )
        finally:
            runner.run(Workflow.database.close())
            shutil.rmtree(folder)
