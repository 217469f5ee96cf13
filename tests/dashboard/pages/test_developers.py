"""The developers' page: the example, every kind with its tier, the playground, a pasted face."""

import json

import pytest

from dashboard.pages.developers import EXAMPLE, DevelopersState, told_of
from dashboard.people.roles import OPERATOR
from dashboard.settings import Settings
from dashboard.wiring import Root
from recommender.ports import Actor
from tests.dashboard.pages.states import at, run, serving
from tests.support import outside
from tests.support.arrange import a_customer, a_visitor
from tests.support.platform import WATCHING, approved
from widgets.registry import Fault, catalogue

HERE = "/developers"


@pytest.fixture
def served(root):
    with serving(root):
        yield root


async def opened(actor=None, path=HERE):
    state = at(DevelopersState, path)
    await run(actor or a_visitor(), DevelopersState.load, state)
    return state


def test_example_is_short_and_names_no_machine():
    text = EXAMPLE.read_text(encoding="utf-8")
    assert len(text.splitlines()) < 30
    assert max(len(line) for line in text.splitlines()) < 120
    compile(text, "widget.py", "exec")


async def test_visitor_reads_every_kind_and_its_tier(served):
    state = await opened()
    assert {one.kind for one in state.kinds} == set(catalogue())
    assert {one.tier for one in state.kinds} <= {"none", "bronze", "silver", "gold"}


def test_why_a_package_is_left_out_is_for_operators():
    fault = Fault("weather", "acmesun", "RuntimeError: no sky")
    assert told_of((fault,), Actor("op", frozenset({OPERATOR}))) == [
        "weather (acmesun): RuntimeError: no sky"
    ]
    assert told_of((fault,), a_customer()) == []


async def test_kind_of_the_address_is_on_the_stage(served):
    state = await opened(path=f"{HERE}?kind=dues")
    assert (state.kind, state.tile.kind, state.tile.state) == ("dues", "dues", "ready")


async def test_unknown_kind_of_the_address_falls_back_to_the_first(served):
    state = await opened(path=f"{HERE}?kind=%3Cscript%3E")
    assert state.kind == min(catalogue())


async def test_chosen_language_speaks_in_the_sample(served):
    state = await opened(path=f"{HERE}?kind=balances")
    await run(a_visitor(), DevelopersState.choose, state, "lang", "zh-Hans")
    in_chinese = json.dumps(state.tile.data, ensure_ascii=False)
    await run(a_visitor(), DevelopersState.choose, state, "lang", "en")
    assert in_chinese != json.dumps(state.tile.data, ensure_ascii=False)


async def test_pasted_face_is_drawn(served):
    state = await opened()
    await run(a_visitor(), DevelopersState.paste, state, json.dumps(outside.FACE))
    assert (state.faults, state.pasted.state) == ([], "ready")
    assert state.pasted.data["blocks"][0]["label"] == "Gold price"


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("{", ""),
        ("[1]", ""),
        ('{"blocks": [{"type": "note", "text": "<b>"}]}', "blocks.0.text"),
        ('{"blocks": [{"type": "note"}]}', "blocks.0.text"),
        ("[" * 5000, ""),
    ],
)
async def test_what_is_wrong_is_named_by_field(served, text, field):
    state = await opened()
    await run(a_visitor(), DevelopersState.paste, state, text)
    assert state.pasted.state == "loading"
    assert field in [one.field for one in state.faults]


async def test_emptied_field_says_nothing(served):
    state = await opened()
    await run(a_visitor(), DevelopersState.paste, state, "{")
    await run(a_visitor(), DevelopersState.paste, state, " ")
    assert state.faults == []


async def test_kind_from_outside_is_listed_until_it_is_switched_off(settings: Settings):
    made = outside.Provider(port=9000)
    changes = {"platform_hosts": frozenset({made.host}), "platform_loopback": True}
    root = Root(settings.model_copy(update=changes))
    await approved(root, made)
    with serving(root):
        state = await opened(path=f"{HERE}?kind=x_acme_gold")
        assert (state.tile.title, state.tile.icon) == ("Gold today", "gem")
        async with root.writing() as app:
            await app.platform.suspend(WATCHING, "x_acme_gold", "Wrong prices.")
        assert "x_acme_gold" not in {one.kind for one in (await opened()).kinds}
    await root.stop()
