"""What schemathesis demands of every answer beside its own checks."""

import schemathesis
from schemathesis import Case, CheckContext, Response


@schemathesis.check
def never_html(ctx: CheckContext, response: Response, case: Case) -> None:
    """Refuse an answer in HTML: that is a page's, or a proxy's, never the API's."""
    kinds = response.headers.get("content-type", [])
    assert not any("html" in kind for kind in kinds), f"{case.method} {case.path}: {kinds}"


@schemathesis.check
def errors_are_problems(ctx: CheckContext, response: Response, case: Case) -> None:
    """Demand problem+json of every refusal that has a body."""
    if response.status_code >= 400 and response.content:
        kinds = response.headers.get("content-type", [])
        assert kinds == ["application/problem+json"], f"{case.method} {case.path}: {kinds}"
