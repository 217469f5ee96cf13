"""From a decision to what is answered, in the reader's language."""

from typing import Any

import orjson

from recommender.answer import Answer
from recommender.decide import Decided
from recommender.explanation import Drawn, Line
from recommender.wording import (
    Phrasebook,
    Said,
    Titles,
    say_withheld,
    text_of,
    title_of,
    why_of,
)

Plain = dict[str, Any]


def answer_of(decision_id: str, decided: Decided, titles: Titles, language: str) -> Answer:
    """Return the answer to another part of this process."""
    return Answer.model_validate(_answer(decision_id, decided, titles, language))


def reply_of(decision_id: str, decided: Decided, titles: Titles, language: str) -> bytes:
    """Return the answer as JSON, for a client."""
    return orjson.dumps(_answer(decision_id, decided, titles, language))


def _answer(decision_id: str, decided: Decided, titles: Titles, language: str) -> Plain:
    counted = decided.split.counts()
    book = Phrasebook(titles, language)
    return {
        "decision_id": decision_id,
        "model": decided.model,
        "personalised": decided.is_personal,
        "items": [_item(one, book) for one in decided.lines],
        "allowed": len(decided.split.shelf) - sum(counted.values()),
        "withheld": [
            {"reason": reason, "count": count, "text": say_withheld(reason, language)}
            for reason, count in sorted(counted.items())
        ],
    }


def _item(line: Line, book: Phrasebook) -> Plain:
    shares, language = line.shares, book.language
    said = [book.say(one, share) for one, share in zip(line.drawn, shares, strict=True)]
    return {
        "kind": line.key.kind,
        "id": line.key.id,
        "title": title_of(line.key, book.titles, language),
        "score": line.score,
        "parts": line.parts,
        "placed": line.placed,
        "propensity": line.propensity,
        "reasons": [
            _reason(one, words, language) for one, words in zip(line.drawn, said, strict=True)
        ],
        "why": why_of(said, line.placed, language),
    }


def _reason(drawn: Drawn, said: Said, language: str) -> Plain:
    code, part, value, params, source = drawn
    return {
        "code": code,
        "part": part,
        "params": params,
        "share": abs(said.share),
        "value": value,
        "text": text_of(said, language),
        "evidence": [{"kind": source.kind, "id": source.id, "title": said.title}] if source else [],
    }
