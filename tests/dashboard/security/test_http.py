"""What the product answers to strangers over HTTP."""

import asyncio
import re
from collections.abc import AsyncIterator
from http.cookiejar import Cookie

import httpx
import pytest

from dashboard.people.entrance import MOST_OF_ACCOUNT
from tests.support.door import DoorServer
from tests.support.tab import browsing, cookie_header, sign_in

FOREIGN = "http://evil.test"
PROBLEM = "application/problem+json"


def session_of(client: httpx.AsyncClient) -> tuple[str, str]:
    cookies = [(one.name, one.value or "") for one in client.cookies.jar]
    return next(pair for pair in cookies if not pair[0].endswith(("_visitor", "_home")))


@pytest.mark.parametrize("path", ["/_upload", "/_health", "/ping", "/_all_routes", "/_event"])
@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_reflex_own_addresses_are_closed(
    door: DoorServer, address: str, path: str, method: str
) -> None:
    async with browsing(door.url, address) as client:
        await sign_in(client, "customer1")
        answer = await client.request(method, path)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == PROBLEM


async def test_upload_of_reflex_takes_no_body(door: DoorServer, address: str) -> None:
    async with browsing(door.url, address) as client:
        await sign_in(client, "customer1")
        files = {"files": ("big.bin", b"x" * 2_000_000)}
        answer = await client.post("/_upload", files=files)
    assert answer.status_code == 404


@pytest.mark.parametrize("path", ["/sign-in", "/me"])
async def test_page_is_answered_at_its_own_address(
    door: DoorServer, address: str, path: str
) -> None:
    async with browsing(door.url, address) as client:
        answer = await client.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize("path", ["/", "/sign-in", "/nowhere", "/api/v1/session", "/api/nowhere"])
async def test_every_answer_carries_the_security_headers(
    door: DoorServer, address: str, path: str
) -> None:
    async with browsing(door.url, address) as client:
        headers = (await client.get(path, headers={"Origin": FOREIGN})).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert len(headers["x-trace-id"]) == 16
    assert not [name for name in headers if name.startswith("access-control-")]


async def test_policy_of_pages_evaluates_nothing(door: DoorServer, address: str) -> None:
    async with browsing(door.url, address) as client:
        answer = await client.get("/sign-in")
    policy = answer.headers["content-security-policy"]
    scripts = next(part for part in policy.split("; ") if part.startswith("script-src"))
    assert "unsafe" not in scripts
    assert "http" not in scripts
    inline = re.findall(r"<script(?![^>]*\bsrc=)[^>]*>(.+?)</script>", answer.text, re.DOTALL)
    assert inline
    assert scripts.count("'sha256-") >= len(set(inline))


async def test_preflight_of_another_site_is_not_granted(door: DoorServer, address: str) -> None:
    asked = {"Origin": FOREIGN, "Access-Control-Request-Method": "POST"}
    async with browsing(door.url, address) as client:
        answer = await client.options("/api/v1/session", headers=asked)
    assert not [name for name in answer.headers if name.startswith("access-control-")]


async def test_hashed_assets_are_kept_and_pages_are_not(door: DoorServer, address: str) -> None:
    async with browsing(door.url, address) as client:
        page = await client.get("/sign-in")
        script = re.search(r"/assets/[\w.-]+\.js", page.text)
        assert script
        asset = await client.get(script[0])
    assert "immutable" in asset.headers["cache-control"]
    assert page.headers["cache-control"] == "private, no-cache"


async def test_visitor_cookie_is_for_the_server_alone(door: DoorServer, address: str) -> None:
    async with browsing(door.url, address) as client:
        cookie = (await client.get("/")).headers["set-cookie"]
        assert "set-cookie" not in (await client.get("/")).headers
    assert "_visitor=" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/nowhere", 404),
        ("GET", "/api/v1/cards/a%0Ab/versions", 404),
        ("POST", "/api/v1/nowhere", 404),
        ("PATCH", "/api/v1/session", 405),
        ("TRACE", "/api/v1/session", 405),
        ("QUERY", "/api/v1/cards", 405),
        ("DELETE", "/api/health/live", 405),
        ("POST", "/api/v1/session", 422),
        ("GET", "/api/v1/session", 401),
    ],
)
async def test_every_error_of_the_api_is_problem_json(
    door: DoorServer, address: str, method: str, path: str, status: int
) -> None:
    async with browsing(door.url, address) as client:
        answer = await client.request(method, path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == PROBLEM
    assert answer.json()["trace_id"] == answer.headers["x-trace-id"]


async def test_invalid_input_is_not_sent_back(door: DoorServer, address: str) -> None:
    body = {"account": "customer1", "password": ["hunter2"]}
    async with browsing(door.url, address) as client:
        answer = await client.post("/api/v1/session", json=body)
    assert answer.status_code == 422
    assert "hunter2" not in answer.text


async def test_large_body_is_refused(door: DoorServer, address: str) -> None:
    async with browsing(door.url, address) as client:
        declared = await client.post("/auth/sign-in", content=b"x" * 20_000)

        async def drip() -> AsyncIterator[bytes]:
            for _ in range(20):
                yield b"x" * 1024

        streamed = await client.post(
            "/auth/sign-in",
            content=drip(),
            headers={"content-type": "application/x-www-form-urlencoded"},
        )
    assert declared.status_code == streamed.status_code == 413


@pytest.mark.parametrize("method", ["POST", "DELETE"])
@pytest.mark.parametrize(
    "headers", [{"Origin": FOREIGN}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}]
)
async def test_change_sent_by_another_site_is_refused(
    door: DoorServer, address: str, method: str, headers: dict[str, str]
) -> None:
    body = {"account": "customer1", "password": "demo"}
    async with browsing(door.url, address) as client:
        await sign_in(client, "customer1")
        answer = await client.request(method, "/api/v1/session", json=body, headers=headers)
        assert answer.status_code == 403
        assert (await client.get("/api/v1/session")).status_code == 200


@pytest.mark.parametrize("path", ["/auth/sign-in", "/auth/sign-out"])
async def test_form_sent_by_another_site_is_refused(
    door: DoorServer, address: str, path: str
) -> None:
    form = {"account": "customer1", "password": "demo"}
    async with browsing(door.url, address) as client:
        answer = await client.post(path, data=form, headers={"Origin": FOREIGN})
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


async def test_form_signs_in_and_goes_on(door: DoorServer, address: str) -> None:
    form = {"account": "customer1", "password": "demo", "next": "/me"}
    async with browsing(door.url, address) as client:
        answer = await client.post("/auth/sign-in", data=form, headers={"Origin": door.url})
        assert answer.status_code == 303
        assert answer.headers["location"] == "/me"
        assert "HttpOnly" in answer.headers["set-cookie"]
        who = (await client.get("/api/v1/session")).json()
    assert who == {"id": "customer1", "roles": ["customer"], "customer_id": "c0001"}


@pytest.mark.parametrize(
    "target", ["http://evil.test/", "//evil.test", "/\\evil.test", "javascript:1", "/auth/sign-out"]
)
async def test_sign_in_leads_to_our_own_pages_only(
    door: DoorServer, address: str, target: str
) -> None:
    form = {"account": "customer1", "password": "demo", "next": target}
    async with browsing(door.url, address) as client:
        answer = await client.post("/auth/sign-in", data=form)
    assert answer.headers["location"] == "/"


@pytest.mark.parametrize(("account", "has_home"), [("customer1", True), ("operator1", False)])
async def test_page_learns_of_a_home_and_of_nothing_else(
    door: DoorServer, address: str, account: str, has_home: bool
) -> None:
    async with browsing(door.url, address) as client:
        await sign_in(client, "customer2")
        await sign_in(client, account)
        readable = {one.name: one.value for one in client.cookies.jar if not _is_http_only(one)}
        assert list(readable.values()) == (["1"] if has_home else [])
        await client.delete("/api/v1/session", headers={"Origin": door.url})
        assert not [one for one in client.cookies.jar if one.name.endswith("_home")]


def _is_http_only(cookie: Cookie) -> bool:
    return cookie.has_nonstandard_attr("HttpOnly")


async def test_wrong_password_leads_back_without_a_session(door: DoorServer, address: str) -> None:
    form = {"account": "operator1", "password": "nope", "next": "/models"}
    async with browsing(door.url, address) as client:
        answer = await client.post("/auth/sign-in", data=form)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/sign-in?why=wrong&next=%2Fmodels"
    assert "set-cookie" not in answer.headers


async def test_planted_session_is_not_taken_over(door: DoorServer, address: str) -> None:
    async with browsing(door.url, address) as attacker, browsing(door.url, address) as victim:
        await sign_in(attacker, "customer2")
        name, planted = session_of(attacker)
        victim.cookies.set(name, planted)
        body = {"account": "customer1", "password": "demo"}
        cookie = (await victim.post("/api/v1/session", json=body)).headers["set-cookie"]
        assert planted not in cookie
        assert (await attacker.get("/api/v1/session")).status_code == 401


async def test_signed_out_session_stays_out(door: DoorServer, address: str) -> None:
    async with browsing(door.url, address) as client:
        await sign_in(client, "customer1")
        kept = cookie_header(client)
        await client.delete("/api/v1/session")
        again = await client.get("/api/v1/session", headers={"Cookie": kept})
    assert again.status_code == 401


async def test_account_is_locked_after_failures(door: DoorServer, address: str) -> None:
    wrong = {"account": "marketer1", "password": "wrong"}
    async with browsing(door.url, address) as client:
        answers = [await client.post("/api/v1/session", json=wrong) for _ in range(MOST_OF_ACCOUNT)]
        assert {one.status_code for one in answers} == {401}
        locked = await client.post("/api/v1/session", json=wrong | {"password": "demo"})
    assert locked.status_code == 429
    assert int(locked.headers["retry-after"]) > 0


async def test_unknown_account_looks_like_a_wrong_password(door: DoorServer, address: str) -> None:
    async with browsing(door.url, address) as client:
        unknown = await client.post("/api/v1/session", json={"account": "no", "password": "x"})
        wrong = await client.post("/api/v1/session", json={"account": "rm1", "password": "x"})
    assert unknown.status_code == wrong.status_code == 401
    assert unknown.json()["detail"] == wrong.json()["detail"]


async def test_many_sign_ins_at_once_wait_or_are_told_to(door: DoorServer, address: str) -> None:
    body = {"account": "customer2", "password": "demo"}
    async with browsing(door.url, address) as client:
        tries = [client.post("/api/v1/session", json=body) for _ in range(9)]
        answers = await asyncio.gather(*tries)
    for answer in answers:
        assert answer.status_code in (200, 429)
        assert answer.status_code == 200 or "retry-after" in answer.headers
    assert 200 in {one.status_code for one in answers}


async def test_queries_are_not_logged(door: DoorServer, address: str) -> None:
    async with browsing(door.url, address) as client:
        await client.get("/sign-in?token=tell-nobody-1")
        await client.get("/api/v1/session?key=tell-nobody-2")
    assert "tell-nobody" not in door.log.read_text()
