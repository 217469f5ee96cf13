"""Keys: made once in clear, stored as a hash, refused when they ended or are over their limit."""

from datetime import timedelta

import pytest

from dashboard.errors import Invalid, NotAllowed, NotFound, SignInRequired, TooMany
from dashboard.people.model import NewKey
from dashboard.wiring import Root
from recommender.ports import SYSTEM_ACTOR
from tests.support.people import actor

SCOPES = ["events:write", "recommend:read"]


async def make(root: Root, **options: int) -> NewKey:
    async with root.writing() as app:
        return await app.api_keys.create(SYSTEM_ACTOR, "feed", SCOPES, **options)


async def test_key_becomes_an_integrator_with_its_scopes(root: Root) -> None:
    made = await make(root)
    who = await root.keys.actor(f"Bearer {made.secret}")
    assert who.id == f"key:{made.key.prefix}"
    assert who.may("events:write")
    assert not who.may("models:write")
    assert who.customer_id is None


async def test_secret_is_not_stored(root: Root) -> None:
    made = await make(root)
    async with root.reading() as app:
        stored = (await app.api_keys.all(SYSTEM_ACTOR))[0]
    assert made.secret not in (stored.hash, stored.prefix)
    assert made.secret not in repr(made)


@pytest.mark.parametrize(
    "form", ["{}", "Basic {}", "Bearer {}x", "Bearer x{}", "Bearer ", "Bearer wck_", "bearer"]
)
async def test_anything_else_is_refused(root: Root, form: str) -> None:
    made = await make(root)
    with pytest.raises(SignInRequired):
        await root.keys.actor(form.format(made.secret))


async def test_right_prefix_with_another_secret_is_refused(root: Root) -> None:
    made = await make(root)
    with pytest.raises(SignInRequired):
        await root.keys.actor(f"Bearer wck_{made.key.prefix}_{'A' * 43}")


async def test_ended_key_is_refused(root: Root) -> None:
    made = await make(root, days=1)
    root.clock._offset += timedelta(days=1, seconds=1)
    with pytest.raises(SignInRequired):
        await root.keys.actor(f"Bearer {made.secret}")


async def test_revoked_key_is_refused(root: Root) -> None:
    made = await make(root)
    async with root.writing() as app:
        await app.api_keys.revoke(SYSTEM_ACTOR, made.key.prefix)
    with pytest.raises(SignInRequired):
        await root.keys.actor(f"Bearer {made.secret}")


async def test_key_over_its_limit_is_told_when_to_return(root: Root) -> None:
    made = await make(root, per_minute=1)
    for _ in range(5):
        await root.keys.actor(f"Bearer {made.secret}")
    with pytest.raises(TooMany) as refused:
        await root.keys.actor(f"Bearer {made.secret}")
    assert refused.value.retry_after_seconds >= 1


async def test_last_use_is_noted(root: Root) -> None:
    made = await make(root)
    await root.keys.actor(f"Bearer {made.secret}")
    async with root.reading() as app:
        stored = (await app.api_keys.all(SYSTEM_ACTOR))[0]
    assert stored.last_used_at is not None


@pytest.mark.parametrize(
    ("name", "scopes", "days"),
    [("", SCOPES, 1), ("x", [], 1), ("x", ["everything"], 1), ("x", SCOPES, 0), ("x", SCOPES, 999)],
)
async def test_key_without_sense_is_refused(
    root: Root, name: str, scopes: list[str], days: int
) -> None:
    async with root.writing() as app:
        with pytest.raises(Invalid):
            await app.api_keys.create(SYSTEM_ACTOR, name, scopes, days=days)


async def test_only_operators_manage_keys(root: Root) -> None:
    async with root.writing() as app:
        with pytest.raises(NotAllowed):
            await app.api_keys.create(actor("rm1", "rm"), "feed", SCOPES)
        with pytest.raises(NotAllowed):
            await app.api_keys.all(actor("rm1", "rm"))


async def test_unknown_key_cannot_be_revoked(root: Root) -> None:
    async with root.writing() as app:
        with pytest.raises(NotFound):
            await app.api_keys.revoke(SYSTEM_ACTOR, "000000000000")
