"""One rendering of errors: problem+json for the API, one message for pages."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel
from starlette.responses import JSONResponse

from dashboard.errors import CompanionError, Locked, TooMany
from dashboard.logs import trace_id
from recommender.language import LANGUAGES, pick, say

MEDIA_TYPE = "application/problem+json"


class Problem(BaseModel):
    """RFC 9457, with the trace to ask about."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    details: list[dict[str, Any]] = []
    trace_id: str = ""


def problem(
    status: int, title: str, detail: str, *, details: Sequence[Mapping[str, Any]] = ()
) -> Problem:
    """Describe an error."""
    return Problem(
        status=status,
        title=title,
        detail=detail,
        details=[dict(one) for one in details],
        trace_id=trace_id(),
    )


def problem_of(error: CompanionError) -> Problem:
    """Describe one of our own errors."""
    return problem(error.status, error.title, error.message, details=error.details)


def answer(described: Problem, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """Turn a problem into a response."""
    return JSONResponse(
        described.model_dump(exclude_defaults=False),
        status_code=described.status,
        headers=dict(headers or {}),
        media_type=MEDIA_TYPE,
    )


def answer_to(error: CompanionError) -> JSONResponse:
    """Turn one of our own errors into a response."""
    headers = {}
    if isinstance(error, TooMany):
        headers["Retry-After"] = str(error.retry_after_seconds)
    return answer(problem_of(error), headers)


def message_of(error: Exception) -> dict[str, str]:
    """Say in one sentence, in every language, what a person on a page is told."""
    if isinstance(error, Locked):
        return {language: pick(error.reason, language) for language in LANGUAGES}
    sorry = "Something went wrong on our side. Please try again."
    sentence = error.message if isinstance(error, CompanionError) else sorry
    return {language: say(language, sentence) for language in LANGUAGES}
