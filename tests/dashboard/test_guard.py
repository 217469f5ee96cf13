"""The guard from inside: no policy, no run; arguments are what they are annotated as."""

import math
from typing import Any

import pytest
import reflex as rx
from pydantic import BaseModel
from reflex.state import StateUpdate
from reflex_base.event import Event
from reflex_base.utils.format import format_event_handler

from dashboard import guard
from dashboard.errors import Invalid, NotAllowed, SignInRequired
from dashboard.guard import Guard, allow, assume, chained, current_actor
from dashboard.people.door import NOBODY
from recommender.ports import CUSTOMER, OPERATOR, VISITOR
from tests.support.people import actor

CUSTOMER_1 = actor("customer1", CUSTOMER, customer_id="c0001")
PASSES = None


class Change(BaseModel):
    """A payload with a rule of its own."""

    amount: int
    note: str = ""


class GuardedState(rx.State):
    """Handlers of every sort."""

    @rx.event
    def undeclared(self) -> None:
        """Declare no policy."""

    def plain(self) -> None:
        """Be no event at all, which Reflex makes one."""

    @allow(CUSTOMER)
    def own(self, number: float = 0.0, names: list[str] | None = None) -> None:
        """Take typed arguments."""

    @allow(CUSTOMER, takes=Change)
    def with_model(self, amount: int, note: str) -> None:
        """Take what the model allows."""

    @chained
    def after(self) -> None:
        """Run after another handler."""


async def run(name: str, payload: dict[str, Any] | None = None) -> tuple[Any, Event]:
    event = Event(
        name=format_event_handler(GuardedState.event_handlers[name]), payload=payload or {}
    )
    return await Guard().preprocess(None, None, event), event  # type: ignore[arg-type]  # unused


@pytest.mark.parametrize("name", ["undeclared", "plain", "setvar"])
async def test_handler_without_a_policy_is_refused_to_everybody(name: str) -> None:
    with assume(actor("x", OPERATOR, CUSTOMER)):
        assert isinstance((await run(name))[0], StateUpdate)


async def test_right_role_passes() -> None:
    with assume(CUSTOMER_1):
        assert (await run("own"))[0] is PASSES


async def test_wrong_role_is_told() -> None:
    with assume(actor("operator1", OPERATOR)), pytest.raises(NotAllowed):
        await run("own")


@pytest.mark.parametrize("who", [NOBODY, actor("visitor:1", VISITOR)])
async def test_stranger_is_asked_to_sign_in(who: Any) -> None:
    with assume(who), pytest.raises(SignInRequired):
        await run("own")


async def test_event_without_a_socket_has_nobody_behind_it() -> None:
    assert await current_actor() is NOBODY


@pytest.mark.parametrize(
    "payload",
    [
        {"number": math.nan},
        {"number": math.inf},
        {"names": [{"deep": [math.nan]}]},
        {"names": [[[[[[[[[[[[[[1]]]]]]]]]]]]]]},
    ],
)
async def test_payload_that_is_not_finite_or_too_deep_is_refused(payload: dict[str, Any]) -> None:
    with assume(CUSTOMER_1):
        assert isinstance((await run("own", payload))[0], StateUpdate)


@pytest.mark.parametrize("payload", [{"number": "x"}, {"names": "a"}, {"unknown": 1}])
async def test_arguments_of_another_type_are_refused(payload: dict[str, Any]) -> None:
    with assume(CUSTOMER_1), pytest.raises(Invalid) as refused:
        await run("own", payload)
    assert refused.value.details


async def test_arguments_arrive_as_annotated() -> None:
    with assume(CUSTOMER_1):
        _, event = await run("own", {"number": "2.5", "names": ["a"]})
    assert event.payload == {"number": 2.5, "names": ["a"]}


async def test_model_of_the_policy_decides() -> None:
    with assume(CUSTOMER_1):
        _, event = await run("with_model", {"amount": "3"})
        assert event.payload == {"amount": 3}
        with pytest.raises(Invalid):
            await run("with_model", {"amount": "many"})


def test_policy_names_a_role() -> None:
    with pytest.raises(ValueError, match="at least one role"):
        allow()


def test_form_is_read_before_it_is_checked():
    wrapped = {"__reflex_form_data__": [["wanted", "c0001"], ["broken"], [["a"], "x"]]}
    assert guard._submitted(wrapped) == {"wanted": "c0001", "['a']": "x"}
    assert guard._submitted({"wanted": "c0001"}) == {"wanted": "c0001"}
    assert guard._submitted("text") == "text"
