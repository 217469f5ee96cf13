"""Running a source through the check that every import passes."""

import json
from pathlib import Path
from typing import Any

from recommender.imports.checking import Check
from recommender.imports.model import Checked, FileKind
from recommender.imports.sources.base import Source
from recommender.imports.staging import SEPARATOR, staged
from tests.support.arrange import NOW

KNOWN = {("product", "p1"), ("product", "p2"), ("content", "a1")}


def check(source: Source, folder: Path, **options: Any) -> Checked:
    """Check a source against a small catalogue."""
    return Check(set(KNOWN), NOW, folder, lambda *_: None, **options).run(source)


def staged_rows(folder: Path, kind: FileKind) -> dict[str, dict[str, Any]]:
    """Return what was staged, by id."""
    lines = staged(folder, kind).read_text().splitlines()
    cut = (line.partition(SEPARATOR) for line in lines)
    return {key: json.loads(body) for key, _, body in cut}


def errors(checked: Checked) -> list[tuple[str, int, str | None]]:
    """Return file, line and column of every error."""
    return [(one.file, one.line, one.column) for one in checked.errors]
