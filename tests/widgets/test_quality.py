"""The quality tiers of kinds: computed, never claimed."""

from dataclasses import replace

import pytest
from pydantic import Field

from widgets import base, face
from widgets.quality import LOADED, quality
from widgets.registry import catalogue

BOTH = {"en": "Balance", "zh-Hans": "余额"}


def a_face(**changes):
    figure = face.Figure(label=BOTH, value=face.Words(text=BOTH))
    rows = face.Rows(rows=[face.Row(title=BOTH)])
    return face.Face(blocks=[figure, rows], source=BOTH, **changes)


class Described(base.Config):
    days: int = Field(7, description="Days shown.")


class Silent(base.Config):
    days: int = 7


async def never(_context, _config):
    raise NotImplementedError


@pytest.fixture
def best():
    return base.Widget(
        kind="best",
        title="Balance",
        summary="What is there.",
        titles=BOTH,
        summaries={"en": "What is there.", "zh-Hans": "现有金额。"},
        icon="wallet",
        category="money",
        sizes=("S", "L"),
        needs=(),
        config=Described,
        data=face.Face,
        load=never,
        view=face.view,
        sample=a_face(),
    )


def test_kind_that_keeps_every_promise_is_gold(best):
    found = quality(best)
    assert (found.tier, found.missing) == ("gold", [])


FAULTS = {
    "silent settings": ("none", {"config": Silent}),
    "no chinese title": ("none", {"titles": {"en": "Balance"}, "summaries": {"en": "There."}}),
    "a sample too large": (
        "none",
        {"sample": a_face().model_copy(update={"blocks": [face.Note(text="x" * 400)] * 60})},
    ),
    "nothing in the small size": (
        "bronze",
        {"sample": face.Face(blocks=[face.Figure(value=face.Words(text=BOTH), since="L")])},
    ),
    "nothing more in the large size": (
        "silver",
        {
            "sample": a_face().model_copy(
                update={"blocks": [face.Figure(value=face.Words(text=BOTH))]}
            )
        },
    ),
    "no source": ("bronze", {"sample": a_face().model_copy(update={"source": ""})}),
    "too slow a limit": ("bronze", {"timeout_seconds": 9.0}),
    "one size only": ("silver", {"sizes": ("S",)}),
    "not for seniors": ("silver", {"senior": False}),
    "a sample in one language": (
        "silver",
        {
            "sample": a_face().model_copy(
                update={"blocks": [face.Figure(value=face.Words(text="Only English here"))]}
            )
        },
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_costs_its_tier(best, name):
    tier, changes = FAULTS[name]
    found = quality(replace(best, **changes))
    assert found.tier == tier
    assert found.missing


def test_what_was_measured_counts_for_gold(best):
    assert quality(best, {LOADED: True}).tier == "gold"
    slow = quality(best, {LOADED: False})
    assert (slow.tier, slow.missing) == ("silver", [LOADED])


@pytest.mark.parametrize("kind", sorted(catalogue()))
def test_every_kind_of_ours_is_silver_at_least(kind):
    found = quality(catalogue()[kind])
    assert found.tier in ("silver", "gold"), found.missing
