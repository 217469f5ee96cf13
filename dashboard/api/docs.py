"""The API's description: OpenAPI as JSON, and a plain page of our own (nothing from elsewhere)."""

from html import escape
from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse

from dashboard.api.base import operations
from dashboard.wiring import Root

router = APIRouter(include_in_schema=False)

_METHODS = ("get", "post", "put", "patch", "delete")


@router.get("/api/docs/openapi.json")
async def description(
    request: Request, _root: Annotated[Root, operations("models:read")]
) -> JSONResponse:
    """Return the OpenAPI description."""
    return JSONResponse(request.app.openapi())


@router.get("/api/docs")
async def page(request: Request, _root: Annotated[Root, operations("models:read")]) -> HTMLResponse:
    """List every operation with its parameters and answers."""
    spec: dict[str, Any] = request.app.openapi()
    rows = "".join(
        _operation(method.upper(), path, item[method])
        for path, item in sorted(spec["paths"].items())
        for method in _METHODS
        if method in item
    )
    return HTMLResponse(_PAGE.format(title=escape(spec["info"]["title"]), rows=rows), headers=_CSP)


def _operation(method: str, path: str, operation: dict[str, Any]) -> str:
    parameters = ", ".join(one["name"] for one in operation.get("parameters", ()))
    cells = (method, path, operation.get("summary", ""), parameters, ", ".join(_answers(operation)))
    return "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"


def _answers(operation: dict[str, Any]) -> list[str]:
    return sorted(operation.get("responses", {}))


_CSP = {"content-security-policy": "default-src 'none'; style-src 'self'; frame-ancestors 'none'"}
_PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title} API</title>
<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/companion.css">
</head><body><main class="page"><h1>{title} API</h1>
<p class="muted">The whole description: <a href="/api/docs/openapi.json">openapi.json</a>.
Errors are application/problem+json.</p>
<table class="table"><thead><tr><th>Method</th><th>Path</th><th>What</th><th>Parameters</th>
<th>Answers</th></tr></thead><tbody>{rows}</tbody></table></main></body></html>"""
