"""What differs between layouts, in the reader's words."""

from collections.abc import Mapping

from dashboard.layouts.changes import OWN, Change
from dashboard.layouts.merging import Clash
from dashboard.layouts.model import Breakpoint
from recommender.language import LANGUAGES, say
from widgets.base import Widget

_SENTENCES = {
    "added": "{card} was added",
    "removed": "{card} was taken away",
    "configured": "{card}: {fields} changed",
    "moved": "{card} moved from place {before} to {after}",
    "aside": "{card} moved from column {before} to {after}",
    "resized": "{card} went from size {before} to {after}",
    "hidden": "{card} was hidden",
    "shown": "{card} came back",
    "taken_over": "You arrange this one yourself now",
    "given_back": "It follows the computer's arrangement again",
}
_SCREENS: dict[Breakpoint, str] = {"desktop": "Computer", "tablet": "Tablet", "phone": "Phone"}
_FIELDS = {"show": "when it is shown", "pinned": "the pin", "title": "the title"}
_OUTCOMES = {
    "mine": "On both devices. Here counts: {mine}",
    "theirs": "On both devices. There counts: {theirs}",
}


def screen(breakpoint_: Breakpoint, language: str) -> str:
    """Name a breakpoint by the device that has it."""
    return say(language, _SCREENS[breakpoint_])


def told(change: Change, kinds: Mapping[str, Widget], language: str) -> str:
    """Tell one change in a sentence, with the device where it is not on all of them."""
    sentence = say(language, _SENTENCES[_sentence(change)], **_filled(change, kinds, language))
    if change.breakpoint is None:
        return sentence
    where = screen(change.breakpoint, language)
    return say(language, "{screen}: {sentence}", screen=where, sentence=sentence)


def told_clash(clash: Clash, kinds: Mapping[str, Widget], language: str) -> str:
    """Tell whose change counts where both sides changed the same."""
    mine, theirs = (told(one, kinds, language) for one in (clash.mine, clash.theirs))
    return say(language, _OUTCOMES[clash.counts], mine=mine, theirs=theirs)


def _sentence(change: Change) -> str:
    spots = change.before, change.after
    if change.what == "moved" and spots[0] and spots[1] and spots[0].rank == spots[1].rank:
        return "aside"
    return change.what


def _filled(change: Change, kinds: Mapping[str, Widget], language: str) -> dict[str, str]:
    known = kinds.get(change.kind)
    kind = say(language, known.title) if known else change.kind
    fields = [_field(name, known, language) for name in change.fields]
    before, after = change.before, change.after
    sort = {"moved": "rank", "aside": "column"}.get(_sentence(change), "size")
    return {
        "card": say(language, "“{title}”", title=change.title or kind),
        "fields": _listed(fields, language),
        "before": str(getattr(before, sort, "") or ""),
        "after": str(getattr(after, sort, "") or ""),
    }


def _listed(names: list[str], language: str) -> str:
    if len(names) < 2:
        return "".join(names)
    rest = _listed(names[1:], language)
    return say(language, "{first}, {rest}", first=names[0], rest=rest)


def _field(name: str, known: Widget | None, language: str) -> str:
    """Name a setting by what its form says of it."""
    if name in OWN:
        return say(language, _FIELDS[name])
    field = known.config.model_fields.get(name) if known else None
    return say(language, field.description).rstrip(".。") if field and field.description else name


def in_every_language(change: Change, kinds: Mapping[str, Widget]) -> dict[str, str]:
    """Tell a change in every language, for a page whose reader may switch."""
    return {language: told(change, kinds, language) for language in LANGUAGES}


def clash_in_every_language(clash: Clash, kinds: Mapping[str, Widget]) -> dict[str, str]:
    """Tell in every language whose change counts."""
    return {language: told_clash(clash, kinds, language) for language in LANGUAGES}
