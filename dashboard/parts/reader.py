"""The language of what the server itself writes into a page."""

from dashboard.wiring import Services
from recommender.language import ENGLISH, SIMPLIFIED, TRADITIONAL
from recommender.ports import Actor

_TRADITIONAL_MARKS = ("hant", "tw", "hk", "mo")


async def language_of(app: Services, actor: Actor, accepted: str) -> str:
    """Return the chosen language, else the browser's first one, as the client guesses it too."""
    chosen = await app.preferences.chosen_language(actor)
    if chosen:
        return chosen
    first = accepted.split(",")[0].strip().lower()
    if not first.startswith("zh"):
        return ENGLISH if first else SIMPLIFIED
    return TRADITIONAL if any(mark in first for mark in _TRADITIONAL_MARKS) else SIMPLIFIED
