"""JSON Lines: one object a line, as the API takes it, of one kind or of several."""

import json
from collections.abc import Iterator
from typing import Any

from recommender.imports.sources.base import Wrong
from recommender.imports.sources.typed import TypedRows


class JsonLines(TypedRows):
    """A file of JSON objects, one a line; empty lines do not count."""

    name = "jsonl"
    summary = "Import JSON Lines; each line is an object as the API takes it."

    def read(self) -> Iterator[tuple[int, dict[str, Any]] | Wrong]:
        """Yield each line with its number."""
        for path in self.given.files.values():
            with path.open("rb") as file:
                for number, line in enumerate(file, start=1):
                    if line.strip():
                        yield _parsed(number, line)


def _parsed(number: int, line: bytes) -> tuple[int, dict[str, Any]] | Wrong:
    try:
        # The mark of byte order is read away; whatever else is not UTF-8 is refused.
        parsed = json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8"))
    except UnicodeDecodeError:
        return Wrong(number, "This line is not UTF-8.")
    except ValueError as error:
        return Wrong(number, f"This is not JSON: {error}.")
    except RecursionError:
        return Wrong(number, "This is nested too deeply.")
    return (number, parsed) if isinstance(parsed, dict) else Wrong(number, "This is no object.")


SOURCE = JsonLines
