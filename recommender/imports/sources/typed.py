"""What JSON Lines and Parquet share: rows that are of one kind, or say which by `type`."""

from abc import abstractmethod
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from recommender.imports.model import FILE_KINDS, FileKind
from recommender.imports.shapes import SHAPES
from recommender.imports.sources.base import Found, Source, Wrong

TYPE = "type"
KIND_OF: Mapping[str, FileKind] = {kind.removesuffix("s"): kind for kind in FILE_KINDS}
UNTYPED = f"Say what this is: {TYPE} is {', '.join(KIND_OF)}; or name one kind for all rows."


class TypedRows(Source):
    """One file of rows with the names of the API's fields."""

    options: ClassVar[frozenset[str]] = frozenset({"into"})

    @abstractmethod
    def read(self) -> Iterator[tuple[int, dict[str, Any]] | Wrong]:
        """Yield each row with its number, or what is wrong with it."""

    @property
    def kinds(self) -> tuple[FileKind, ...]:
        """Return the kind that was named, or all."""
        return FILE_KINDS if self.given.into is None else (self.given.into,)

    def rows(self, kind: FileKind) -> Iterator[Found | Wrong]:
        """Yield the rows of a kind; what has none is told together with the first kind."""
        is_first = kind == self.kinds[0]
        for row in self.read():
            if isinstance(row, Wrong):
                found: FileKind | Wrong | None = row
            else:
                found = self._kind(*row)
            if isinstance(found, Wrong):
                if is_first:
                    yield found
            elif found == kind and not isinstance(row, Wrong):
                yield _found(kind, *row)

    def _kind(self, number: int, row: Mapping[str, Any]) -> FileKind | Wrong:
        named = row.get(TYPE)
        kind = KIND_OF.get(named) if isinstance(named, str) else None
        if self.given.into is not None:
            if TYPE in row and kind != self.given.into:
                return Wrong(number, f"This is not one of the {self.given.into}.", TYPE)
            return self.given.into
        return kind or Wrong(number, UNTYPED, TYPE)


def _found(kind: FileKind, number: int, row: dict[str, Any]) -> Found:
    fields = {name: value for name, value in row.items() if value is not None and name != TYPE}
    key = fields.pop(SHAPES[kind].key, "")
    return Found(key if isinstance(key, str) else str(key), fields, number)
