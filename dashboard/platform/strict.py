"""Faces from outside, held to more than ours: plain words, no deeds, no ways out, few bytes."""

import re
from collections.abc import Iterator
from typing import Any

import orjson
from pydantic import BaseModel, ValidationError

from widgets.face import Face

MOST_DEPTH = 12
MOST_FACE_BYTES = 20_000
LARGEST_INTEGER = 2**53 - 1
"""What every end, JavaScript's too, reads exactly."""

PAGES = ("/products/", "/read/", "/discover", "/gallery", "/me")
"""Our pages that a provider's card may lead to."""

_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_MARKUP = re.compile(r"[<>]|&#?\w+;")
_WAY_OUT = re.compile(r"://|\bwww\.", re.IGNORECASE)


class Fault(BaseModel):
    """One thing that is wrong with a face: where, and what."""

    field: str
    error: str


def read_json(body: bytes) -> Any:
    """Parse JSON of bounded depth.

    Raises:
        ValueError: It is no JSON, or too deep.
    """
    found = orjson.loads(body)
    if _depth_over(found, MOST_DEPTH):
        raise ValueError(f"The JSON is nested deeper than {MOST_DEPTH}.")
    return found


def strict_face(told: Any) -> tuple[Face | None, list[Fault]]:
    """Return the face, or everything that is wrong with it, field by field."""
    try:
        packed = orjson.dumps(told)
        face = Face.model_validate_json(packed, strict=True)
    except ValidationError as error:
        return None, [*_shape_faults(error, told), *_faults(told, "")]
    except TypeError:
        return None, [Fault(field="", error="This cannot be written as JSON.")]
    faults = list(_faults(told, ""))
    if len(packed) > MOST_FACE_BYTES:
        faults.append(Fault(field="", error=f"The face has more than {MOST_FACE_BYTES} bytes."))
    return (None, faults) if faults else (face.model_copy(update={"decision_id": ""}), [])


def _shape_faults(error: ValidationError, told: Any) -> Iterator[Fault]:
    for one in error.errors():
        yield Fault(field=_path(one["loc"], told), error=one["msg"])


def _path(place: tuple[int | str, ...], told: Any) -> str:
    """Return where a fault lies in what was told, without the tags of the alternatives."""
    parts = []
    for number, part in enumerate(place):
        inside = told.get(part) if isinstance(told, dict) else None
        if isinstance(told, list) and isinstance(part, int):
            inside = told[part]
        if inside is not None or number == len(place) - 1:
            parts.append(str(part))
            told = inside
    return ".".join(parts)


def is_plain(text: str) -> bool:
    """Say whether words are words: no markup, no address, nothing unseen."""
    return not _word_fault(text)


def _faults(value: Any, path: str) -> Iterator[Fault]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _field_faults(name, inner, f"{path}.{name}".lstrip("."))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _faults(inner, f"{path}.{number}".lstrip("."))
    elif fault := _value_fault(value):
        yield Fault(field=path, error=fault)


def _field_faults(name: str, value: Any, path: str) -> Iterator[Fault]:
    if name == "href":
        if value and not str(value).startswith(PAGES):
            yield Fault(field=path, error=f"A card leads to {', '.join(PAGES)} only.")
    elif name == "type" and value == "choice":
        yield Fault(field=path, error="A card from outside offers no choice: nothing is done.")
    elif name == "name" and value and path.rsplit(".", 3)[-3:-2] == ["acts"]:
        yield Fault(field=path, error="A card from outside does no deeds: leave `name` empty.")
    else:
        yield from _faults(value, path)


def _value_fault(value: Any) -> str:
    if isinstance(value, str):
        return _word_fault(value)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return "The number is too large." if is_number and abs(value) > LARGEST_INTEGER else ""


def _word_fault(text: str) -> str:
    if _UNSEEN.search(text):
        return "The words hold a character that nobody sees."
    if _MARKUP.search(text):
        return "Words are plain: no markup."
    return "Words hold no address." if _WAY_OUT.search(text) else ""


def _depth_over(value: Any, most: int) -> bool:
    layer = [value]
    for _ in range(most):
        layer = [inner for one in layer for inner in _inside(one)]
        if not layer:
            return False
    return True


def _inside(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []
