"""Reading faces in tests: what a card shows, block by block."""

from widgets.face import Chart, Face, Figure, Rows


def figures(data: Face) -> list[Figure]:
    """List the figures."""
    return [one for one in data.blocks if isinstance(one, Figure)]


def chart(data: Face) -> Chart:
    """Return the one chart."""
    (found,) = [one for one in data.blocks if isinstance(one, Chart)]
    return found


def rows(data: Face) -> Rows:
    """Return the one list."""
    (found,) = [one for one in data.blocks if isinstance(one, Rows)]
    return found


def titles(data: Face, language: str = "en") -> list[str]:
    """List the titles of the rows in a language."""
    return [one.title[language] for one in rows(data).rows]
