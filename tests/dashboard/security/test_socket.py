"""What an attacker with a websocket client gets: nothing that is not theirs."""

import asyncio
import math
import re
from typing import Any

import httpx
import pytest
from reflex.state import FrontendEventExceptionState, OnLoadInternalState, State
from reflex_base.registry import RegistrationContext
from reflex_base.utils.format import format_event_handler

from dashboard.gate import SOCKETS_OF_ADDRESS
from dashboard.guard import policy_of
from dashboard.pages.me import MeState
from dashboard.parts.choices import ChoiceState
from dashboard.parts.message import MessageState
from dashboard.parts.session import SessionState
from dashboard.people.roles import CUSTOMER
from tests.support.application import application
from tests.support.door import DoorServer
from tests.support.tab import Refused, Tab, browsing, cookie_header, opened, sign_in


def name_of(state: type[State], handler: str) -> str:
    return format_event_handler(state.event_handlers[handler])


HYDRATE = name_of(State, "hydrate")
LOAD_PAGE = name_of(OnLoadInternalState, "on_load_internal")
LOAD_SESSION = name_of(SessionState, "load")
LOAD_ME = name_of(MeState, "load")
CHOOSE_THEME = name_of(ChoiceState, "choose_theme")
HIDE_AMOUNTS = name_of(ChoiceState, "hide_amounts")
SHOW_MESSAGE = name_of(MessageState, "show")


async def visitor_cookies(client: httpx.AsyncClient) -> str:
    await client.get("/sign-in")
    return cookie_header(client)


async def test_socket_without_a_cookie_is_refused(door: DoorServer, address: str) -> None:
    with pytest.raises(Refused):
        async with opened(door.url, cookies=None, address=address):
            pass


async def test_socket_with_a_forged_visitor_cookie_is_refused(
    door: DoorServer, address: str
) -> None:
    async with browsing(door.url, address) as client:
        name = (await visitor_cookies(client)).partition("=")[0]
    forged = f"{name}=01a2094c-6039-736e-bc0d-4ecb64b5f437.AAAA"
    with pytest.raises(Refused):
        async with opened(door.url, cookies=forged, address=address):
            pass


@pytest.mark.parametrize("origin", [None, "null", "http://evil.test", "http://127.0.0.1"])
async def test_missing_or_foreign_origin_is_refused(
    door: DoorServer, address: str, origin: str | None
) -> None:
    async with browsing(door.url, address) as client:
        cookies = await visitor_cookies(client)
    with pytest.raises(Refused):
        async with opened(door.url, cookies=cookies, address=address, origin=origin):
            pass


async def test_every_page_gives_a_visitor_what_the_socket_wants(
    door: DoorServer, address: str
) -> None:
    async with browsing(door.url, address) as client:
        cookies = await visitor_cookies(client)
    async with opened(door.url, cookies=cookies, address=address) as tab:
        await tab.send(LOAD_SESSION)
        await tab.settle()
        assert tab.value("session_state", "is_demo") is True


async def test_overlong_client_token_is_refused(door: DoorServer, address: str) -> None:
    async with browsing(door.url, address) as client:
        cookies = await visitor_cookies(client)
    with pytest.raises(Refused):
        async with opened(door.url, cookies=cookies, address=address, token="a" * 65):
            pass


async def test_sockets_of_an_address_are_counted(door: DoorServer, address: str) -> None:
    async with browsing(door.url, address) as client:
        cookies = await visitor_cookies(client)
    tabs = [opened(door.url, cookies=cookies, address=address) for _ in range(SOCKETS_OF_ADDRESS)]
    for tab in tabs:
        await tab.__aenter__()
    with pytest.raises(Refused):
        async with opened(door.url, cookies=cookies, address=address):
            pass
    for tab in tabs:
        await tab.__aexit__(None, None, None)
    async with opened(door.url, cookies=cookies, address=address) as after:
        assert after.is_open


async def test_hydrating_shows_a_visitor_nobodys_data(door: DoorServer, address: str) -> None:
    async with browsing(door.url, address) as owner, browsing(door.url, address) as stranger:
        await sign_in(owner, "customer1")
        async with opened(door.url, cookies=cookie_header(owner), address=address) as own:
            await own.send(LOAD_ME, path="/me")
            await own.settle()
            assert own.value("me_state", "account") == "customer1"
        cookies = await visitor_cookies(stranger)
        async with opened(door.url, cookies=cookies, address=address) as tab:
            await tab.send(HYDRATE)
            await tab.settle()
            assert tab.updates
            assert "customer1" not in tab.text()
            assert "c0001" not in tab.text()


async def test_stolen_client_token_opens_an_empty_state(door: DoorServer, address: str) -> None:
    async with browsing(door.url, address) as owner, browsing(door.url, address) as thief:
        await sign_in(owner, "customer1")
        await sign_in(thief, "customer2")
        async with opened(door.url, cookies=cookie_header(owner), address=address) as own:
            await own.send(LOAD_ME, path="/me")
            await own.settle()
            stolen = own.token
        async with opened(
            door.url, cookies=cookie_header(thief), address=address, token=stolen
        ) as tab:
            await tab.send(HYDRATE)
            await tab.settle()
            assert tab.token != stolen
            assert "customer1" not in tab.text()


async def test_own_client_token_finds_its_state_again(door: DoorServer, address: str) -> None:
    async with browsing(door.url, address) as owner:
        await sign_in(owner, "customer1")
        cookies = cookie_header(owner)
    async with opened(door.url, cookies=cookies, address=address) as first:
        await first.send(LOAD_ME, path="/me")
        await first.settle()
        token = first.token
    await asyncio.sleep(0.2)
    async with opened(door.url, cookies=cookies, address=address, token=token) as again:
        await again.send(HYDRATE)
        await again.settle()
        assert again.token == token
        assert again.value("me_state", "account") == "customer1"


async def test_state_holds_no_cookie(door: DoorServer, address: str) -> None:
    async with browsing(door.url, address) as owner:
        await sign_in(owner, "customer1")
        cookies = cookie_header(owner)
        session = next(one.value for one in owner.cookies.jar if "_visitor" not in one.name)
    async with opened(door.url, cookies=cookies, address=address) as tab:
        await tab.send(HYDRATE)
        await tab.settle()
        assert session
        assert session not in tab.text()


async def test_setvar_is_refused(door: DoorServer, address: str) -> None:
    async with browsing(door.url, address) as client:
        cookies = await visitor_cookies(client)
    async with opened(door.url, cookies=cookies, address=address) as tab:
        setvar = LOAD_SESSION.rpartition(".")[0] + ".setvar"
        await tab.send(setvar, {"var_name": "roles", "value": ["operator"]})
        await tab.settle()
        assert "operator" not in tab.text()


async def test_chained_handler_is_not_the_clients_to_call(door: DoorServer, address: str) -> None:
    async with browsing(door.url, address) as client:
        cookies = await visitor_cookies(client)
    async with opened(door.url, cookies=cookies, address=address) as tab:
        await tab.send(SHOW_MESSAGE, {"texts": {"en": "phished"}, "level": "info"})
        await tab.settle()
        assert "phished" not in tab.text()


async def test_unknown_event_is_logged_without_the_cookie(door: DoorServer, address: str) -> None:
    async with browsing(door.url, address) as owner:
        await sign_in(owner, "customer1")
        cookies = cookie_header(owner)
        secrets = [one.value for one in owner.cookies.jar if not one.name.endswith("_home")]
    async with opened(door.url, cookies=cookies, address=address) as tab:
        await tab.send("reflex___state____state.no_such_handler_of_ours")
        await tab.settle()
    log = door.log.read_text()
    assert "no_such_handler_of_ours" in log
    assert secrets
    assert not [one for one in secrets if one and one in log]


async def test_what_a_browser_reports_is_logged_short(door: DoorServer, address: str) -> None:
    report = name_of(FrontendEventExceptionState, "handle_frontend_exception")
    async with browsing(door.url, address) as client:
        cookies = await visitor_cookies(client)
    async with opened(door.url, cookies=cookies, address=address) as tab:
        await tab.send(report, {"info": "TypeError " + "Z" * 50_000, "component_stack": ""})
        await tab.send(report, {"info": "TypeError: null is not an object", "component_stack": ""})
        await tab.settle()
        assert "script" not in tab.text()
    log = door.log.read_text()
    assert "Z" * 100 in log
    assert "Z" * 1000 not in log


async def test_client_token_is_never_logged(door: DoorServer, address: str) -> None:
    async with browsing(door.url, address) as client:
        cookies = await visitor_cookies(client)
    async with opened(door.url, cookies=cookies, address=address, token="f" * 40) as tab:
        await tab.send(LOAD_SESSION)
        await tab.settle()
    assert "f" * 40 not in door.log.read_text()


async def signed_in_tab_sends(
    door: DoorServer, address: str, name: str, payload: dict[str, Any]
) -> Tab:
    async with browsing(door.url, address) as owner:
        await sign_in(owner, "customer2")
        cookies = cookie_header(owner)
    async with opened(door.url, cookies=cookies, address=address) as tab:
        await tab.send(LOAD_SESSION)
        await tab.settle()
        tab.updates.clear()
        await tab.send(name, payload)
        await tab.settle()
        return tab


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
async def test_numbers_that_are_none_do_not_pass(
    door: DoorServer, address: str, number: float
) -> None:
    tab = await signed_in_tab_sends(door, address, CHOOSE_THEME, {"theme": number})
    assert tab.value("session_state", "theme") is None


@pytest.mark.parametrize(
    "payload", [{"theme": "neon"}, {"theme": ["dark"]}, {}, {"theme": "dark", "more": 1}]
)
async def test_arguments_of_the_wrong_form_do_not_pass(
    door: DoorServer, address: str, payload: dict[str, Any]
) -> None:
    tab = await signed_in_tab_sends(door, address, CHOOSE_THEME, payload)
    assert tab.value("session_state", "theme") is None
    assert tab.value("message_state", "texts")


async def test_right_argument_passes(door: DoorServer, address: str) -> None:
    tab = await signed_in_tab_sends(door, address, HIDE_AMOUNTS, {"is_hidden": True})
    assert tab.value("session_state", "hidden") is True


async def test_flood_of_events_is_cut(door: DoorServer, address: str) -> None:
    async with browsing(door.url, address) as client:
        cookies = await visitor_cookies(client)
    async with opened(door.url, cookies=cookies, address=address) as tab:
        for _ in range(600):
            await tab.send(HYDRATE)
        await tab.settle(1.0)
        assert 0 < len(tab.updates) < 300


async def test_large_message_ends_the_socket(door: DoorServer, address: str) -> None:
    async with browsing(door.url, address) as client:
        cookies = await visitor_cookies(client)
    async with opened(door.url, cookies=cookies, address=address) as tab:
        await tab.send(LOAD_SESSION, {"x": "y" * 200_000})
        assert await tab.closed()


async def test_sign_out_closes_the_socket(door: DoorServer, address: str) -> None:
    async with browsing(door.url, address) as owner:
        await sign_in(owner, "customer1")
        async with opened(door.url, cookies=cookie_header(owner), address=address) as tab:
            assert (await owner.delete("/api/v1/session")).status_code == 204
            assert await tab.closed()


async def test_event_after_sign_out_runs_nothing(door: DoorServer, address: str) -> None:
    async with browsing(door.url, address) as owner:
        await sign_in(owner, "customer1")
        async with opened(door.url, cookies=cookie_header(owner), address=address) as tab:
            await owner.delete("/api/v1/session")
            await tab.send(LOAD_ME, path="/me")
            await tab.settle()
            assert "customer1" not in tab.text()


async def test_sign_out_in_another_process_closes_the_socket(
    door: DoorServer, address: str
) -> None:
    other = DoorServer(door.data_dir)
    other.start()
    try:
        async with browsing(door.url, address) as owner:
            await sign_in(owner, "customer1")
            async with opened(door.url, cookies=cookie_header(owner), address=address) as tab:
                assert (await owner.delete(f"{other.url}/api/v1/session")).status_code == 204
                assert await tab.closed(5)
    finally:
        other.stop()


async def test_visitor_who_names_a_page_of_others_gets_none_of_it(
    door: DoorServer, address: str
) -> None:
    async with browsing(door.url, address) as client:
        cookies = await visitor_cookies(client)
    async with opened(door.url, cookies=cookies, address=address) as tab:
        await tab.send(LOAD_PAGE, path="/me")
        await tab.settle()
        assert tab.value("me_state", "account") is None
        assert "_redirect" in tab.text()


def pages_of_others(role: str) -> list[tuple[str, set[str]]]:
    """Return the pages whose load a role may not run, with the states that they fill."""
    application()
    found: list[tuple[str, set[str]]] = []
    for _content, options in RegistrationContext.get().decorated_pages:
        closed = {
            name.rpartition(".")[0]
            for name in map(format_event_handler, options["on_load"])
            if (policy := policy_of(name)) and role not in policy.roles
        }
        if closed:
            found.append((re.sub(r"\[\w+\]", "c0001", options["route"]), closed))
    return found


async def test_customer_who_names_a_page_of_staff_gets_nothing_of_it(
    door: DoorServer, address: str
) -> None:
    pages = pages_of_others(CUSTOMER)
    assert {"/desk", "/studio", "/models", "/inquiry"} <= {path for path, _ in pages}
    async with browsing(door.url, address) as owner:
        await sign_in(owner, "customer2")
        cookies = cookie_header(owner)
    for path, states in pages:
        async with opened(door.url, cookies=cookies, address=address) as tab:
            await tab.send(LOAD_PAGE, path=path)
            await tab.settle()
            assert tab.updates, path
            assert not states & tab.state().keys(), path
