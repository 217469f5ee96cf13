"""How consents and actions are written in one line, by a command or in an address."""

from collections.abc import Iterable, Mapping

from recommender.errors import Invalid
from recommender.ports import PURPOSES

NONE = "none"


def parse_purposes(text: str | None) -> frozenset[str] | None:
    """Return the purposes of `personalisation,marketing`; `none` is no purpose, None unknown."""
    if text is None:
        return None
    named = {one.strip() for one in text.split(",") if one.strip()} - {NONE}
    unknown = sorted(named - set(PURPOSES))
    if unknown:
        raise Invalid(f"There is no purpose {unknown[0]!r}; they are {', '.join(PURPOSES)}.")
    return frozenset(named)


def parse_actions(texts: Iterable[str]) -> Mapping[str, str]:
    """Return the mapping that `type=action` says, several times."""
    pairs = [text.partition("=") for text in texts]
    wrong = [text for text, sign, action in pairs if not (text and sign and action)]
    if wrong:
        raise Invalid(f"{wrong[0]!r} is not of the form type=action.")
    return {kind: action for kind, _, action in pairs}
