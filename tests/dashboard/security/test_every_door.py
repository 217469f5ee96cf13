"""Walks every event handler and every route: none without a policy, and none that is wider."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from reflex.constants import StateManagerMode
from reflex_base.config import get_config
from reflex_base.registry import RegistrationContext

from dashboard.api.assembly import routes_of
from dashboard.api.base import ApiPolicy, OpenPolicy
from dashboard.guard import arguments_of, is_framework, policy_of
from dashboard.people.keys import SCOPES
from dashboard.people.roles import EVERYONE
from dashboard.processes.checkout import ROOT
from tests.support.application import api, application

PACKAGES = ("recommender", "content", "widgets", "dashboard")
OPEN_ROUTES = {
    "/api/health/live",
    "/api/health/ready",
    "/api/v1/session",
    "/auth/sign-in",
    "/auth/sign-out",
    "/api/v1/widgets/keys",
    "/embed/{token}",
    "/embed/{token}/card",
    "/api/{path:path}",
}
CLIENT_STORED: set[str] = set()
"""No variable is stored by the client: language and theme travel in a cookie of their own."""


@pytest.fixture(scope="module", autouse=True)
def _whole_application() -> None:
    application()


def handlers() -> Iterator[str]:
    for name in RegistrationContext.get().event_handlers:
        if ".tests___" not in name:
            yield name


def test_every_handler_is_ours_with_a_policy_or_reflex_own() -> None:
    bare = [
        name
        for name in handlers()
        if not name.endswith(".setvar") and not is_framework(name) and policy_of(name) is None
    ]
    assert bare == []


def test_setvar_has_no_policy_anywhere() -> None:
    names = [name for name in handlers() if name.endswith(".setvar")]
    assert names
    assert not [name for name in names if policy_of(name) or is_framework(name)]


def test_policies_name_roles_that_exist() -> None:
    policies = [policy for name in handlers() if (policy := policy_of(name)) is not None]
    assert len(policies) > 10
    assert all(policy.roles <= set(EVERYONE) for policy in policies)
    assert all(policy.roles or policy.is_chained for policy in policies)


def test_every_handler_annotates_its_arguments() -> None:
    loose: list[str] = []
    for name in handlers():
        if policy_of(name) is None:
            continue
        handler = RegistrationContext.get().event_handlers[name].handler.fn
        fields = arguments_of(handler).model_fields
        loose += [f"{name}({field})" for field, info in fields.items() if info.annotation is Any]
    assert loose == []


def test_no_variable_is_stored_by_the_client() -> None:
    stored = {
        f"{state.get_full_name()}.{var}"
        for state in RegistrationContext.get().base_states.values()
        for var in state.base_vars
        if state._is_client_storage(var)
    }
    assert stored == CLIENT_STORED


def test_every_route_has_a_policy() -> None:
    bare = [
        route.path
        for route in routes_of(api())
        if route.path not in OPEN_ROUTES and not _policies(route.dependant)
    ]
    assert bare == []


def test_routes_that_are_open_to_everybody_are_named_here() -> None:
    opened = {
        route.path
        for route in routes_of(api())
        if any(isinstance(policy, OpenPolicy) for policy in _policies(route.dependant))
    }
    assert opened <= OPEN_ROUTES


def test_routes_that_write_open_a_writing_unit() -> None:
    wrong = [
        f"{method} {route.path}"
        for route in routes_of(api())
        for policy in _policies(route.dependant)
        for method in route.methods or ()
        if isinstance(policy, ApiPolicy) and method == "GET" and policy.is_writing
    ]
    assert wrong == []


def test_scopes_of_routes_are_scopes_that_keys_can_have() -> None:
    named = {
        policy.scope
        for route in routes_of(api())
        for policy in _policies(route.dependant)
        if isinstance(policy, ApiPolicy) and policy.scope
    }
    assert named <= set(SCOPES)


def test_state_is_kept_in_memory_and_never_in_files() -> None:
    assert get_config().state_manager_mode is StateManagerMode.MEMORY


def test_other_origins_are_not_let_in_by_default() -> None:
    assert "*" not in get_config().cors_allowed_origins


def test_no_page_renders_markup_that_it_did_not_write() -> None:
    """A card's text with a script ran in every reader's browser when markdown was left raw."""
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if _is_raw_markup(node)
    ]
    assert found == []


def test_browsers_code_evaluates_nothing() -> None:
    scripts = [
        path
        for package in PACKAGES
        for suffix in ("*.js", "*.jsx")
        for path in (ROOT / package).rglob(suffix)
    ]
    assert scripts
    assert [path for path in scripts if _evaluates(path)] == []


def _evaluates(path: Path) -> bool:
    text = path.read_text()
    return any(word in text for word in ("eval(", "new Function", "innerHTML", "document.write"))


def _is_raw_markup(node: ast.AST) -> bool:
    if isinstance(node, ast.Attribute) and node.attr in ("html", "script", "call_script"):
        return isinstance(node.value, ast.Name) and node.value.id == "rx"
    if isinstance(node, ast.keyword) and node.arg == "use_raw":
        return not (isinstance(node.value, ast.Constant) and node.value.value is False)
    if isinstance(node, ast.keyword) and node.arg == "dangerously_set_inner_html":
        return True
    is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    if is_call and node.func.attr == "markdown":
        return "use_raw" not in {keyword.arg for keyword in node.keywords}
    return False


def _policies(dependant: object) -> list[object]:
    found: list[object] = []
    for one in getattr(dependant, "dependencies", ()):
        policy = getattr(one.call, "policy", None)
        found += [policy] if policy is not None else []
        found += _policies(one)
    return found
