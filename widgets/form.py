"""Forms from a kind's settings: its schema becomes fields, what is typed becomes settings."""

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from recommender.language import LANGUAGES, say
from widgets.base import Config
from widgets.ports.facts import Texts

FieldType = Literal[
    "number", "money", "date", "choice", "choices", "list", "colour", "text", "switch", "secret"
]
ON = ("on", "true", "1")
REFERENCE_FORM = r"^(ref:[a-z0-9][a-z0-9._-]{0,39})?$"
"""A setting never holds a secret, only the name under which the bank keeps it."""

FAULTS = {
    "greater_than_equal": ("At least {n}.", "ge"),
    "greater_than": ("More than {n}.", "gt"),
    "less_than_equal": ("At most {n}.", "le"),
    "less_than": ("Less than {n}.", "lt"),
    "string_too_long": ("At most {n} characters.", "max_length"),
    "string_too_short": ("At least {n} characters.", "min_length"),
    "too_long": ("At most {n} entries.", "max_length"),
    "too_short": ("At least {n} entries.", "min_length"),
}
KINDS_OF_FAULT = (
    ("int", "Please enter a whole number."),
    ("float", "Please enter a number."),
    ("decimal", "Please enter an amount."),
    ("date", "Please enter a date."),
    ("literal", "Please choose one of the list."),
    ("enum", "Please choose one of the list."),
    ("missing", "This is needed."),
)
OTHERWISE = "It cannot be like that."
NO_REFERENCE = "Give the name of a kept secret, as ref:name, never the secret itself."
NO_AMOUNT = "Please enter an amount."


class Option(BaseModel):
    """One of several things to choose from."""

    model_config = ConfigDict(frozen=True)

    value: str
    label: Texts
    is_on: bool = False


class FormField(BaseModel):
    """One setting as a form shows it; `value` is what stands in it, as text.

    Attributes:
        least, most: Bounds of a number or a date; empty for none.
        unit: The currency of money.
    """

    model_config = ConfigDict(frozen=True)

    name: str
    type: FieldType
    label: Texts
    help: Texts = {}
    value: str = ""
    options: list[Option] = []
    least: str = ""
    most: str = ""
    step: str = ""
    unit: str = ""
    fault: Texts = {}


def fields(config: type[Config], settings: Mapping[str, Any]) -> list[FormField]:
    """Return the fields of a kind's settings, with what they are now."""
    return [_field(name, spec, _now(name, spec, settings)) for name, spec in _specs(config)]


def read(config: type[Config], typed: Mapping[str, str]) -> dict[str, Any]:
    """Return what was typed as settings; a box that is not ticked is missing and means no."""
    given = {name: _read(name, spec, typed) for name, spec in _specs(config)}
    return {name: value for name, value in given.items() if value is not None}


def faults(config: type[Config], settings: Mapping[str, Any]) -> dict[str, Texts]:
    """Say of each setting that cannot be like that why, in every language."""
    try:
        config.model_validate(dict(settings))
    except ValidationError as error:
        types = {name: _type(spec) for name, spec in _specs(config)}
        return {
            str(one["loc"][0]): _fault(types.get(str(one["loc"][0]), "text"), one)
            for one in reversed(error.errors(include_url=False))
        }
    return {}


def in_words(msgid: str, **params: object) -> Texts:
    """Say a message in every language."""
    return {language: say(language, msgid, **params) for language in LANGUAGES}


def _specs(config: type[Config]) -> Iterator[tuple[str, dict[str, Any]]]:
    schema = config.model_json_schema()
    defined = schema.get("$defs", {})
    for name, spec in schema.get("properties", {}).items():
        yield name, _resolved(spec, defined)


def _resolved(spec: Mapping[str, Any], defined: Mapping[str, Any]) -> dict[str, Any]:
    """Follow a reference, and take what an optional setting is when it is there."""
    real = [one for one in spec.get("anyOf", ()) if one.get("type") != "null"]
    base = real[0] if real else spec
    if "$ref" in base:
        base = defined[base["$ref"].rsplit("/", 1)[-1]]
        base = base | {"of": base.get("title", "")}
    own = {key: value for key, value in spec.items() if key not in ("anyOf", "$ref")}
    made = {**base, **own}
    if "$ref" in made.get("items", {}):
        made["items"] = defined[made["items"]["$ref"].rsplit("/", 1)[-1]]
    return made


def _type(spec: Mapping[str, Any]) -> FieldType:
    told: FieldType | None = spec.get("field")
    if told:
        return told
    if spec.get("of") == "Money":
        return "money"
    if "enum" in spec or "const" in spec:
        return "choice"
    if spec.get("type") == "array":
        return "choices" if "enum" in spec.get("items", {}) else "list"
    if spec.get("format") == "date":
        return "date"
    by_type: dict[str, FieldType] = {"boolean": "switch", "integer": "number", "number": "number"}
    return by_type.get(spec.get("type", ""), "text")


def _now(name: str, spec: Mapping[str, Any], settings: Mapping[str, Any]) -> Any:
    value = settings.get(name, spec.get("default"))
    return value.model_dump() if isinstance(value, BaseModel) else value


def _field(name: str, spec: Mapping[str, Any], value: Any) -> FormField:
    type_ = _type(spec)
    help_ = spec.get("description", "")
    money = value if type_ == "money" and isinstance(value, Mapping) else {}
    return FormField(
        name=name,
        type=type_,
        label=in_words(_title(name, spec)),
        help=in_words(help_) if help_ else {},
        value=_text(type_, value),
        options=_options(spec, type_, value),
        least=_bound(spec, "minimum", "exclusiveMinimum"),
        most=_bound(spec, "maximum", "exclusiveMaximum"),
        step="1" if spec.get("type") == "integer" else "any",
        unit=money.get("currency", ""),
    )


def _text(type_: FieldType, value: Any) -> str:
    if value is None:
        return ""
    if type_ == "money":
        return str(Decimal(value["minor"]).scaleb(-value.get("exponent", 2)))
    if type_ == "list":
        return ", ".join(str(one) for one in value)
    if type_ == "switch":
        return "on" if value else ""
    return "" if type_ == "choices" else str(value)


def _options(spec: Mapping[str, Any], type_: FieldType, value: Any) -> list[Option]:
    source = spec.get("items", {}) if type_ == "choices" else spec
    offered = source.get("enum") or ([source["const"]] if "const" in source else [])
    names = spec.get("labels", {})
    chosen = value if isinstance(value, list | tuple) else [value]
    return [
        Option(
            value=str(one),
            label=in_words(names.get(str(one)) or _named(str(one))),
            is_on=one in chosen,
        )
        for one in offered
    ]


def _title(name: str, spec: Mapping[str, Any]) -> str:
    """Return the title that a kind gives a setting, else its name as a person writes it."""
    made = name.replace("_", " ").title()
    told = str(spec.get("title", made))
    return _named(name) if told == made else told


def _named(value: str) -> str:
    return value.replace("_", " ").capitalize()


def _bound(spec: Mapping[str, Any], *names: str) -> str:
    return next((str(spec[name]) for name in names if name in spec), "")


def _read(name: str, spec: Mapping[str, Any], typed: Mapping[str, str]) -> Any:
    type_ = _type(spec)
    text = str(typed.get(name, "")).strip()
    if type_ == "switch":
        return text in ON
    if type_ == "choices":
        offered = [str(one) for one in spec.get("items", {}).get("enum", ())]
        return [one for one in offered if typed.get(f"{name}:{one}") in ON]
    if type_ == "list":
        parts = text.replace("，", ",").replace("\n", ",").split(",")
        return [one.strip() for one in parts if one.strip()]
    if type_ == "money":
        return _money(spec, text)
    if not text and type_ not in ("text", "secret"):
        return None
    return _chosen(spec, text) if type_ == "choice" else text


def _chosen(spec: Mapping[str, Any], text: str) -> Any:
    """Return the choice as the schema writes it: a number stays a number."""
    return next((one for one in spec.get("enum", ()) if str(one) == text), text)


def _money(spec: Mapping[str, Any], text: str) -> Any:
    default = spec.get("default") or {}
    exponent = default.get("exponent", 2)
    if not text:
        return None
    try:
        minor = Decimal(text.replace(",", "")).scaleb(exponent)
    except InvalidOperation:
        return {"minor": text}
    whole = int(minor) if minor.is_finite() and minor == minor.to_integral_value() else text
    return {"minor": whole, "currency": default.get("currency", "CNY"), "exponent": exponent}


def _fault(type_: FieldType, error: Any) -> Texts:
    if type_ == "secret":
        return in_words(NO_REFERENCE)
    if type_ == "money":
        return in_words(NO_AMOUNT)
    kind, about = error["type"], error.get("ctx", {})
    if kind in FAULTS:
        msgid, bound = FAULTS[kind]
        return in_words(msgid, n=about.get(bound, ""))
    return in_words(
        next((msgid for start, msgid in KINDS_OF_FAULT if kind.startswith(start)), OTHERWISE)
    )
