"""Logs: JSON lines with a trace id, and nothing in them that opens a door."""

import logging
import re
import secrets
from collections.abc import Callable, MutableMapping
from contextvars import ContextVar
from typing import Any

import structlog

_trace: ContextVar[str] = ContextVar("trace_id", default="")
_SECRET_NAMES = re.compile(r"cookie|authorization|password|secret|token", re.IGNORECASE)
_SECRET_TEXT = re.compile(
    r"((?:__Host-)?companion_[0-9a-f]{8}(?:_visitor)?=|[Bb]earer\s+|wck_|[?&](?:token|key)=)"
    r"[^\s;,'\"&]+"
)
_HIDDEN = "[hidden]"
_LONGEST = 4000
_QUIET = ("granian.access", "uvicorn.access", "httpx", "engineio", "socketio")


def new_trace() -> str:
    """Start a trace for a request or an event and return its id."""
    trace = secrets.token_hex(8)
    _trace.set(trace)
    return trace


def trace_id() -> str:
    """Return the trace of what runs now."""
    return _trace.get()


def redact(text: str) -> str:
    """Cut cookies, keys and tokens out of a text, and the middle out of a long one."""
    hidden = _SECRET_TEXT.sub(rf"\1{_HIDDEN}", text)
    if len(hidden) <= _LONGEST:
        return hidden
    return f"{hidden[: _LONGEST // 4]} ... {hidden[-3 * _LONGEST // 4 :]}"


def configure(level: str = "INFO") -> None:
    """Send structlog and the standard library's loggers through one JSON formatter."""
    shared: list[Callable[..., Any]] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        _add_trace,
        _redact_event,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    logging.basicConfig(handlers=[handler], level=level.upper(), force=True)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def _add_trace(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    if _trace.get():
        event["trace_id"] = _trace.get()
    return event


def _redact_event(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    for name, value in event.items():
        if name == "_record" or name == "_from_structlog":
            continue
        if _SECRET_NAMES.search(name):
            event[name] = _HIDDEN
        elif isinstance(value, str):
            event[name] = redact(value)
    return event
