"""What differs between two versions, field by field."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that differs; None means absent on that side."""

    field: str
    before: Any
    after: Any


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """List the fields that differ; nested objects are named with dots (`title.en`)."""
    old, new = dict(_leaves(before)), dict(_leaves(after))
    names = sorted(old.keys() | new.keys())
    found = (Difference(name, old.get(name), new.get(name)) for name in names)
    return [one for one in found if one.before != one.after]


def _leaves(content: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in content.items():
        name = f"{prefix}{key}"
        if isinstance(value, Mapping):
            yield from _leaves(value, f"{name}.")
        else:
            yield name, value
