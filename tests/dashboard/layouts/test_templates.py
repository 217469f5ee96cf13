"""Arrangements to share."""

from typing import Literal

import pytest
from pydantic import Field

from dashboard.errors import Invalid
from dashboard.layouts.model import Tile
from dashboard.layouts.templates import arranged_like, is_harmless, template_of
from tests.dashboard.layouts.builders import a_layout
from widgets.base import Config
from widgets.registry import catalogue


class Settings(Config):
    """One field of every sort."""

    days: int = Field(30, description="Days.")
    shown: bool = Field(True, description="Shown.")
    period: Literal["month", "year"] = Field("month", description="Period.")
    account: str = Field("", description="Account.")
    note: str = Field("", description="Note.", json_schema_extra={"shared": True})
    limit: int = Field(0, description="Limit.", json_schema_extra={"personal": True})
    accounts: list[str] = Field(default_factory=list, description="Accounts.")
    months: list[int] = Field(default_factory=list, description="Months.")
    maybe: int | None = Field(None, description="Maybe.")


def _shared() -> set[str]:
    schema = Settings.model_json_schema()
    fields = schema["properties"].items()
    return {name for name, field in fields if is_harmless(field, schema.get("$defs", {}))}


def test_words_and_what_is_marked_stay_behind() -> None:
    assert _shared() == {"days", "shown", "period", "note", "months", "maybe"}


def test_a_template_has_no_ids_and_no_titles_of_its_maker() -> None:
    layout = a_layout({"balances-9f3a": "M"})
    mine = Tile(kind="balances", title="Divorce", config={"show_cards": False})
    layout = layout.model_copy(update={"tiles": {"balances-9f3a": mine}})
    template = template_of(layout, catalogue())
    text = template.model_dump_json()
    assert "9f3a" not in text
    assert "Divorce" not in text
    assert template.cards["card-1"].config == {"show_cards": False}


def test_the_same_arrangement_has_the_same_code() -> None:
    one, other = a_layout({"a": "M", "b": "L"}), a_layout({"x": "M", "y": "L"})
    assert template_of(one, catalogue()).code == template_of(other, catalogue()).code
    assert template_of(one, catalogue()).code != template_of(a_layout({"a": "S"}), {}).code


def test_somebody_else_gets_the_same_places() -> None:
    maker, taker = a_layout({"a": "L", "b": "M"}), a_layout({"z": "S"})
    after = arranged_like(taker, template_of(maker, catalogue()), catalogue())
    forms = [(place.x, place.y, place.w, place.h) for place in after.places["desktop"]]
    assert forms == [(one.x, one.y, one.w, one.h) for one in maker.places["desktop"]]
    assert after.places["desktop"][0].tile == "z"


def test_my_cards_keep_their_titles() -> None:
    mine = a_layout({"z": "S"})
    mine = mine.model_copy(update={"tiles": {"z": Tile(kind="balances", title="Ours")}})
    after = arranged_like(mine, template_of(a_layout({"a": "L"}), catalogue()), catalogue())
    assert after.tiles["z"].title == "Ours"


def test_a_kind_that_is_not_here_is_refused() -> None:
    template = template_of(a_layout({"a": "M"}), catalogue())
    card = template.cards["card-1"].model_copy(update={"kind": "nothing_like_it"})
    foreign = template.model_copy(update={"cards": {"card-1": card}})
    with pytest.raises(Invalid):
        arranged_like(a_layout({"a": "M"}), foreign, catalogue())


def test_places_that_overlap_are_refused() -> None:
    template = template_of(a_layout({"a": "M", "b": "M"}), catalogue())
    places = tuple(one.model_copy(update={"x": 0, "y": 0}) for one in template.places["desktop"])
    broken = template.model_copy(update={"places": template.places | {"desktop": places}})
    with pytest.raises(Invalid):
        arranged_like(a_layout({"a": "M"}), broken, catalogue())
