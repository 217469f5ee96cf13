"""Cards from outside, from the manifest to the tile, against real servers on loopback."""

import asyncio
from datetime import timedelta

import pytest

from dashboard.consents.model import ConsentChange
from dashboard.platform.model import Manifest
from dashboard.platform.outside import AT_ONCE
from tests.support import outside
from tests.support.arrange import NOW, a_customer, fill
from tests.support.platform import CHECKING, OFFERING, WATCHING, approved
from widgets.base import Context
from widgets.tile import load

NUMBER = {"number": {"type": "integer", "default": 0, "description": "Number."}}
"""A setting by which two answers differ, so that none is kept for the other."""

REFERRING = {"shares": ["reference", "language", "senior", "region", "query"]}


def looking(customer_id="c1", **changes):
    given = {"language": "en", "now": NOW, "today": NOW.date(), "ports": None}
    return Context(customer_id=customer_id, **given | changes)


async def tile(root, kind="x_acme_gold", config=None, **changes):
    async with root.reading():
        known = root.partners.kinds[kind]
    return await load("t1", known, config or {}, looking(**changes))


async def consent(root, customer_id, *, partner):
    async with root.writing() as app:
        change = ConsentChange(purposes={"partner": partner})
        await app.consents.change(a_customer(customer_id), customer_id, change)


async def test_good_provider_fills_a_tile_with_its_name_as_source(rooted):
    async with outside.provider() as made:
        root = rooted(made)
        await approved(root, made)
        loaded = await tile(root, language="zh-Hans")
    assert (loaded.state, loaded.title, loaded.icon) == ("ready", "今日黄金", "gem")
    assert loaded.source == "金石行情"
    assert loaded.data["blocks"][0]["value"]["minor"] == 78_350
    assert loaded.data["blocks"][0]["label"] == "金价"


async def test_request_is_signed_and_tells_nothing_that_was_not_granted(rooted):
    async with outside.provider() as made:
        root = rooted(made)
        await approved(root, made)
        await tile(root)
        claims = made.verified(root.partners.signatures.public)
    assert set(claims) == {"iss", "aud", "jti", "iat", "exp", "kind", "settings", "customer"}
    assert claims["customer"] == {}
    assert claims["aud"] == "acme"
    assert claims["exp"] - claims["iat"] == 60
    assert "c1" not in made.requests[0][""]
    assert "cookie" not in made.requests[0]


async def test_granted_scopes_are_told_under_a_name_of_the_provider_alone(rooted):
    async with outside.provider() as made:
        root = rooted(made)
        await fill(root)
        await consent(root, "c1", partner=True)
        await approved(root, made, **REFERRING)
        await tile(root, query="ounce")
        told = made.claims()["customer"]
    assert set(told) == set(REFERRING["shares"])
    assert told["reference"] == root.partners.signatures.pseudonym("acme", "c1")
    assert told["query"] == "ounce"


async def test_tile_without_consent_says_so_and_asks_nobody(rooted):
    async with outside.provider() as made:
        root = rooted(made)
        await fill(root)
        await approved(root, made, **REFERRING)
        loaded = await tile(root, language="zh-Hans")
    assert loaded.state == "empty"
    assert loaded.message == "显示此卡片需要您同意与合作伙伴共享数据。"
    assert loaded.href == "/me"
    assert made.requests == []


async def test_withdrawn_consent_counts_although_the_answer_is_kept(rooted):
    async with outside.provider() as made:
        root = rooted(made)
        await fill(root)
        await consent(root, "c1", partner=True)
        await approved(root, made, **REFERRING)
        assert (await tile(root)).state == "ready"
        await consent(root, "c1", partner=False)
        assert (await tile(root)).state == "empty"


async def test_kept_answer_is_not_asked_for_again_while_it_is_fresh(rooted):
    async with outside.provider() as made:
        root = rooted(made)
        await approved(root, made)
        await tile(root)
        await tile(root, customer_id="c2")
    assert len(made.requests) == 1


async def test_answer_for_one_customer_is_never_shown_to_another(rooted):
    async with outside.provider() as made:
        root = rooted(made)
        await fill(root)
        for customer_id in ("c1", "c2"):
            await consent(root, customer_id, partner=True)
        await approved(root, made, shares=["reference"])
        await tile(root, customer_id="c1")
        await tile(root, customer_id="c2")
        told = [made.claims(n)["customer"]["reference"] for n in range(len(made.requests))]
    assert len(set(told)) == 2


async def test_waiting_for_the_same_answer_asks_once(rooted):
    async def slow(made, writer):
        await asyncio.sleep(0.1)
        await outside.good(made, writer)

    async with outside.provider(slow) as made:
        root = rooted(made)
        await approved(root, made)
        loaded = await asyncio.gather(*(tile(root) for _ in range(5)))
    assert {one.state for one in loaded} == {"ready"}
    assert len(made.requests) == 1


async def test_settings_reach_the_provider_and_part_the_answers(rooted):
    unit = {"type": "string", "default": "g", "description": "Unit.", "enum": ["g", "oz"]}
    async with outside.provider() as made:
        root = rooted(made)
        await approved(root, made, settings={"unit": unit})
        await tile(root)
        await tile(root, config={"unit": "oz"})
        assert (await tile(root, config={"unit": "kg"})).state == "error"
    assert [made.claims(n)["settings"]["unit"] for n in range(2)] == ["g", "oz"]
    assert len(made.requests) == 2


async def test_suspended_kind_says_so_and_is_asked_no_more(rooted):
    async with outside.provider() as made:
        root = rooted(made)
        await approved(root, made)
        assert (await tile(root)).state == "ready"
        async with root.writing() as app:
            await app.platform.suspend(WATCHING, "x_acme_gold", "Wrong prices.")
        loaded = await tile(root)
    assert (loaded.state, loaded.message) == (
        "empty",
        "The bank has switched this card off for now.",
    )
    assert len(made.requests) == 1


def lying(change):
    """Answer well, but for one change of body, nonce or seal."""

    async def act(made, writer):
        writer.write(change(made, made.claims()["jti"]))

    return act


def unsigned(made, nonce):
    return made.answer(outside.FACE, nonce).replace(b"x-jws-signature", b"x-other")


def sealed_by_another(made, nonce):
    return outside.Provider(port=made.port).answer(outside.FACE, nonce)


def replayed(made, _nonce):
    return made.answer(outside.FACE, "an-older-nonce")


def tampered(made, nonce):
    return made.answer(outside.FACE, nonce).replace(b"78350", b"99999")


def too_deep(made, nonce):
    deep = []
    for _ in range(20):
        deep = [deep]
    return made.answer(deep, nonce)


def no_face(made, nonce):
    return made.answer({"blocks": [{"type": "html", "html": "<b>"}]}, nonce)


LIES = [unsigned, sealed_by_another, replayed, tampered, too_deep, no_face]


@pytest.mark.parametrize("lie", LIES, ids=lambda lie: lie.__name__)
async def test_answer_that_is_not_right_is_never_shown(rooted, lie):
    async with outside.provider(lying(lie)) as made:
        root = rooted(made)
        await approved(root, made)
        loaded = await tile(root)
    assert (loaded.state, loaded.data) == ("error", {})


@pytest.mark.parametrize("act", [outside.crashing, outside.flooding, outside.malicious])
async def test_bad_provider_costs_its_own_tile_only(rooted, act):
    async with outside.provider(act) as bad, outside.provider() as made:
        root = rooted(bad, made)
        await approved(root, bad, provider="bad")
        await approved(root, made)
        loaded = await asyncio.gather(tile(root, "x_bad_gold"), tile(root))
    assert [one.state for one in loaded] == ["error", "ready"]


async def test_failing_provider_is_left_alone_for_a_while(rooted):
    async with outside.provider(outside.crashing) as made:
        root = rooted(made)
        await approved(root, made)
        for _ in range(8):
            await tile(root)
    assert len(made.requests) == 5


async def test_provider_is_asked_no_more_often_than_agreed(rooted):
    async with outside.provider() as made:
        root = rooted(made)
        await approved(root, made, per_minute=3, settings=NUMBER)
        states = [(await tile(root, config={"number": n})).state for n in range(5)]
    assert states == ["ready"] * 3 + ["error"] * 2
    assert len(made.requests) == 3


async def test_hanging_provider_holds_few_connections(rooted):
    async with outside.provider(outside.hanging) as made:
        root = rooted(made)
        await approved(root, made, settings=NUMBER)
        tasks = [asyncio.create_task(tile(root, config={"number": n})) for n in range(30)]
        states = [(await task).state for task in tasks]
    assert set(states) == {"error"}
    assert len(made.requests) < 2 * AT_ONCE


async def test_time_from_the_future_is_told_as_now(rooted):
    async def ahead(made, writer):
        later = (NOW + timedelta(days=9)).isoformat()
        writer.write(made.answer(outside.FACE | {"as_of": later}, made.claims()["jti"]))

    async with outside.provider(ahead) as made:
        root = rooted(made)
        await approved(root, made)
        loaded = await tile(root)
    assert loaded.as_of < (NOW + timedelta(minutes=5)).isoformat()


async def test_new_version_asks_anew(rooted):
    async with outside.provider() as made:
        root = rooted(made)
        view = await approved(root, made)
        await tile(root)
        told = Manifest.model_validate(outside.manifest(made, sizes=["M"]))
        async with root.writing() as app:
            edited = await app.platform.save(OFFERING, told, base=view.content_hash)
            await app.platform.submit(OFFERING, view.kind)
            await app.platform.approve(CHECKING, view.kind, content_hash=edited.content_hash)
        await tile(root)
    assert len(made.requests) == 2
