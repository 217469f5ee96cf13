"""The columns of each file, and how a line becomes the model that the API takes too."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel

from recommender.catalogue.model import ContentIn, ProductIn
from recommender.customers.model import CustomerIn
from recommender.imports.model import FileKind
from recommender.interactions.model import EventIn

Line = dict[str, str]
Purpose = Literal["personalisation", "marketing", "rm_sharing", "partner"]
TITLES = {"title_en": "en", "title_zh_hans": "zh-Hans", "title_zh_hant": "zh-Hant"}
MATURITY = ("product_id", "amount_minor", "on")


class ImportedCustomer(CustomerIn):
    """A customer together with what they allowed elsewhere; None is not known."""

    consents: tuple[Purpose, ...] | None = None

    def customer(self) -> CustomerIn:
        """Return the customer alone."""
        return CustomerIn.model_construct(
            self.model_fields_set - {"consents"},
            **{name: value for name, value in self if name != "consents"},
        )


@dataclass(frozen=True, slots=True)
class Shape:
    """One kind of file.

    Attributes:
        key: Column that holds the id; unique within the file.
        lists: Columns whose values are separated by semicolons.
        model: What a line must be.
        arrange: Turns the columns that the model names otherwise.
    """

    key: str
    required: frozenset[str]
    columns: frozenset[str]
    lists: frozenset[str]
    model: type[BaseModel]
    arrange: Callable[[dict[str, Any]], dict[str, Any]]

    def fields(self, line: Line) -> dict[str, Any]:
        """Return the model's fields of a line; an empty cell is absent."""
        given = {name: text for name, text in line.items() if text != "" and name != self.key}
        listed = {name: _split(given[name]) for name in self.lists & given.keys()}
        return self.arrange({**given, **listed})


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def _titled(fields: dict[str, Any]) -> dict[str, Any]:
    texts = {language: fields.pop(name) for name, language in TITLES.items() if name in fields}
    return fields | {"titles": texts}


def _content(fields: dict[str, Any]) -> dict[str, Any]:
    links = [_named(("id", "weight"), one) for one in fields.pop("products", [])]
    return _titled(fields) | {"products": links}


def _customer(fields: dict[str, Any]) -> dict[str, Any]:
    maturities = [_named(MATURITY, one) for one in fields.pop("maturities", [])]
    return fields | {"maturities": maturities}


def _event(fields: dict[str, Any]) -> dict[str, Any]:
    currency = fields.pop("currency", None)
    if currency is not None:
        fields["value"] = {"minor": fields.get("value"), "currency": currency}
    return fields


def _named(names: tuple[str, ...], text: str) -> dict[str, str]:
    """Name the parts of `a:b:c`; a part too many has no name and is refused by the model."""
    parts = text.rsplit(":", len(names) - 1)
    return dict(zip(names, parts, strict=False))


def _shape(
    key: str,
    model: type[BaseModel],
    arrange: Callable[[dict[str, Any]], dict[str, Any]],
    *,
    lists: frozenset[str],
    instead: Mapping[str, frozenset[str]],
) -> Shape:
    plain = frozenset(model.model_fields) - instead.keys()
    columns = plain.union({key}, *instead.values())
    needed = {name for name, one in model.model_fields.items() if one.is_required()}
    required = frozenset(needed & plain | ({key} - instead.keys()))
    return Shape(key, required, columns, lists, model, arrange)


_TITLE_COLUMNS = frozenset(TITLES)
_HIDDEN: frozenset[str] = frozenset()

SHAPES: Mapping[FileKind, Shape] = {
    "products": _shape(
        "product_id",
        ProductIn,
        _titled,
        lists=frozenset({"topics"}),
        instead={"titles": _TITLE_COLUMNS, "attributes": _HIDDEN},
    ),
    "contents": _shape(
        "content_id",
        ContentIn,
        _content,
        lists=frozenset({"topics", "products"}),
        instead={
            "titles": _TITLE_COLUMNS,
            "attributes": _HIDDEN,
            "products": frozenset({"products"}),
        },
    ),
    "customers": _shape(
        "customer_id",
        ImportedCustomer,
        _customer,
        lists=frozenset({"held", "knowledge", "maturities", "consents"}),
        instead={},
    ),
    "events": _shape(
        "event_id",
        EventIn,
        _event,
        lists=frozenset(),
        instead={"event_id": _HIDDEN, "value": frozenset({"value", "currency"})},
    ),
}
