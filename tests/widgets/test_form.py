"""Forms from schemas: every type of setting, its bounds, what is typed, what is wrong."""

from datetime import date
from typing import Annotated, Literal

import pytest
from pydantic import Field

from recommender.language import LANGUAGES
from recommender.money import Money
from widgets import base, form
from widgets.registry import catalogue

Reference = Annotated[
    str, Field(pattern=form.REFERENCE_FORM, json_schema_extra={"field": "secret"})
]


class Everything(base.Config):
    """One setting of each type."""

    rows: int = Field(3, ge=1, le=10, description="Most rows shown.")
    share: float = Field(0.5, gt=0, description="Share.")
    least: Money = Field(Money(minor=10_000), description="Least amount.")
    since: date = Field(date(2026, 1, 1), description="First day.")
    period: Literal["month", "year"] = Field("month", description="Period.")
    parts: list[Literal["in", "out"]] = Field(["in"], description="Parts.")
    names: list[str] = Field(["a", "b"], max_length=3, description="Names.")
    colour: str = Field("#0f5f5c", description="Colour.", json_schema_extra={"field": "colour"})
    note: str = Field("", max_length=20, title="Own note", description="Note.")
    is_wide: bool = Field(True, description="Wide.")
    key: Reference = Field("", description="Key.")


TYPED = {
    "rows": "5",
    "share": "0.25",
    "least": "1,234.50",
    "since": "2026-02-03",
    "period": "year",
    "parts:out": "on",
    "names": "x， y,z",
    "colour": "#ffffff",
    "note": "hello",
    "key": "ref:market.data",
}


def _fields(settings: dict[str, object] | None = None) -> dict[str, form.FormField]:
    return {one.name: one for one in form.fields(Everything, settings or {})}


def test_every_setting_has_the_field_of_its_type() -> None:
    types = {name: one.type for name, one in _fields().items()}
    assert types == {
        "rows": "number",
        "share": "number",
        "least": "money",
        "since": "date",
        "period": "choice",
        "parts": "choices",
        "names": "list",
        "colour": "colour",
        "note": "text",
        "is_wide": "switch",
        "key": "secret",
    }


def test_a_field_shows_what_is_set_its_bounds_and_its_words() -> None:
    found = _fields({"rows": 7, "least": {"minor": 5, "currency": "USD", "exponent": 2}})
    assert (found["rows"].value, found["rows"].least, found["rows"].most) == ("7", "1", "10")
    assert (found["least"].value, found["least"].unit) == ("0.05", "USD")
    assert (found["names"].value, found["since"].value) == ("a, b", "2026-01-01")
    assert [one.is_on for one in found["parts"].options] == [True, False]
    assert found["note"].label["en"] == "Own note"
    assert found["rows"].help["en"] == "Most rows shown."


def test_what_is_typed_becomes_settings() -> None:
    read = form.read(Everything, TYPED)
    settings = Everything.model_validate(read)
    assert settings.least == Money(minor=123_450)
    assert (settings.rows, settings.parts, settings.names) == (5, ["out"], ["x", "y", "z"])
    assert (settings.is_wide, settings.since) == (False, date(2026, 2, 3))
    assert not form.faults(Everything, read)


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("rows", "0", "At least 1."),
        ("rows", "11", "At most 10."),
        ("rows", "many", "Please enter a whole number."),
        ("share", "0", "More than 0"),
        ("least", "1.005", "Please enter an amount."),
        ("least", "NaN", "Please enter an amount."),
        ("since", "soon", "Please enter a date."),
        ("period", "week", "Please choose one of the list."),
        ("names", "a,b,c,d", "At most 3 entries."),
        ("note", "n" * 21, "At most 20 characters."),
        ("key", "s3cr3t!", form.NO_REFERENCE),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(name: str, typed: str, said: str) -> None:
    found = form.faults(Everything, form.read(Everything, TYPED | {name: typed}))
    assert list(found) == [name]
    assert found[name]["en"].startswith(said)
    assert found[name].keys() == set(LANGUAGES)


def test_an_empty_field_falls_back_to_the_kinds_own_value() -> None:
    read = form.read(Everything, TYPED | {"rows": "", "least": ""})
    assert Everything.model_validate(read).rows == 3


@pytest.mark.parametrize("kind", sorted(catalogue()))
def test_a_form_left_as_it_is_keeps_every_setting(kind: str) -> None:
    config = catalogue()[kind].config
    typed = {}
    for one in form.fields(config, {}):
        typed |= {f"{one.name}:{option.value}": "on" for option in one.options if option.is_on}
        typed[one.name] = one.value
    assert config.model_validate(form.read(config, typed)) == config()


@pytest.mark.parametrize("kind", sorted(catalogue()))
def test_every_setting_speaks_chinese(kind: str) -> None:
    for one in form.fields(catalogue()[kind].config, {}):
        for texts in (one.label, one.help, *(option.label for option in one.options)):
            if texts and texts["en"].strip() and not texts["en"].isupper():
                assert texts["zh-Hans"] != texts["en"], texts["en"]
