"""What can be moved in from, one file each behind one contract; a new file is found by its place.

A module that defines `SOURCE` (a subclass of `base.Source`) is a source: the command
`companion import NAME` and `POST /api/v1/import?format=NAME` know it by itself.
"""

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from recommender.errors import Invalid
from recommender.imports.sources.base import Source


@cache
def sources() -> Mapping[str, type[Source]]:
    """Return every source by name, in alphabetical order."""
    found: dict[str, type[Source]] = {}
    for module in pkgutil.iter_modules(__path__):
        source = getattr(importlib.import_module(f"{__name__}.{module.name}"), "SOURCE", None)
        if source is not None:
            found[source.name] = source
    return MappingProxyType(dict(sorted(found.items())))


def named(name: str) -> type[Source]:
    """Return one source.

    Raises:
        Invalid: No source has this name.
    """
    if name not in sources():
        raise Invalid(f"There is no format {name!r}; choose one of {', '.join(sources())}.")
    return sources()[name]
