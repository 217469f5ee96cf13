"""The workflow of third-party kinds."""

import pytest
from sqlalchemy import select

from dashboard.audit.tables import EntryRow
from dashboard.errors import Conflict, Invalid, NotAllowed, NotFound
from dashboard.people.door import NOBODY
from dashboard.platform.model import Manifest
from recommender.changes.model import State
from recommender.errors import OwnWork, Stale
from recommender.ports import INTEGRATOR, Actor
from tests.support.arrange import a_customer, a_key
from tests.support.outside import Provider, manifest
from tests.support.platform import CHECKING, OFFERING, WATCHING, approved

STRANGER = Actor("key:zeta", frozenset({INTEGRATOR}), scopes=frozenset({"widgets:write"}))


@pytest.fixture
def made():
    return Provider(port=9000)


@pytest.fixture
def platform_root(rooted, made):
    return rooted(made)


def told(made, **changes):
    return Manifest.model_validate(manifest(made, **changes))


async def kinds(root):
    async with root.reading():
        return root.partners.kinds


@pytest.mark.parametrize("actor", [NOBODY, a_customer(), a_key("events:write")])
async def test_others_than_those_who_offer_register_nothing(platform_root, made, actor):
    async with platform_root.writing() as app:
        with pytest.raises(NotAllowed):
            await app.platform.register(actor, told(made))


async def test_kind_of_another_key_is_not_found(platform_root, made):
    async with platform_root.writing() as app:
        view = await app.platform.register(OFFERING, told(made))
        with pytest.raises(NotFound):
            await app.platform.get(STRANGER, view.kind)
        with pytest.raises(NotFound):
            await app.platform.save(STRANGER, told(made, sizes=["L"]), base=view.content_hash)
        assert await app.platform.list(STRANGER) == []


async def test_approved_kind_is_in_every_gallery(platform_root, made):
    view = await approved(platform_root, made)
    known = (await kinds(platform_root))["x_acme_gold"]
    assert view.state is State.APPROVED
    assert known.title_in("zh-Hans") == "今日黄金"
    assert known.title_in("zh-Hant") == "今日黃金"
    assert known.is_offered


async def test_kind_in_review_is_in_no_gallery(platform_root, made):
    async with platform_root.writing() as app:
        view = await app.platform.register(OFFERING, told(made))
        await app.platform.submit(OFFERING, view.kind)
    assert view.kind not in await kinds(platform_root)


async def test_nobody_approves_what_they_wrote(platform_root, made):
    both = Actor("both", frozenset({"operator", "reviewer"}))
    async with platform_root.writing() as app:
        view = await app.platform.register(both, told(made))
        await app.platform.submit(both, view.kind)
        with pytest.raises(OwnWork):
            await app.platform.approve(both, view.kind, content_hash=view.content_hash)


async def test_key_approves_nothing(platform_root, made):
    async with platform_root.writing() as app:
        view = await app.platform.register(OFFERING, told(made))
        await app.platform.submit(OFFERING, view.kind)
        with pytest.raises(NotAllowed):
            await app.platform.approve(OFFERING, view.kind, content_hash=view.content_hash)


async def test_approval_names_exactly_what_was_read(platform_root, made):
    async with platform_root.writing() as app:
        view = await app.platform.register(OFFERING, told(made))
        await app.platform.submit(OFFERING, view.kind)
        with pytest.raises(Stale):
            await app.platform.approve(CHECKING, view.kind, content_hash="0" * 64)


async def test_edit_waits_for_its_own_approval_while_the_old_one_serves(platform_root, made):
    view = await approved(platform_root, made)
    async with platform_root.writing() as app:
        await app.platform.save(OFFERING, told(made, sizes=["L"]), base=view.content_hash)
    assert (await kinds(platform_root))["x_acme_gold"].sizes == ("S", "M")


async def test_suspended_kind_is_offered_to_nobody_and_stays_known(platform_root, made):
    await approved(platform_root, made)
    async with platform_root.writing() as app:
        await app.platform.suspend(WATCHING, "x_acme_gold", "Wrong prices.")
    assert not (await kinds(platform_root))["x_acme_gold"].is_offered
    async with platform_root.writing() as app:
        await app.platform.resume(WATCHING, "x_acme_gold")
    assert (await kinds(platform_root))["x_acme_gold"].is_offered


async def test_provider_may_stop_its_own_kind_but_not_start_it(platform_root, made):
    await approved(platform_root, made)
    async with platform_root.writing() as app:
        await app.platform.suspend(OFFERING, "x_acme_gold", "We found a fault.")
        with pytest.raises(NotAllowed):
            await app.platform.resume(OFFERING, "x_acme_gold")


async def test_new_approval_does_not_lift_a_suspension(platform_root, made):
    view = await approved(platform_root, made)
    async with platform_root.writing() as app:
        await app.platform.suspend(WATCHING, view.kind, "Wrong prices.")
        edited = await app.platform.save(OFFERING, told(made, sizes=["L"]), base=view.content_hash)
        await app.platform.submit(OFFERING, view.kind)
        await app.platform.approve(CHECKING, view.kind, content_hash=edited.content_hash)
    assert not (await kinds(platform_root))["x_acme_gold"].is_offered


async def test_provider_name_belongs_to_its_first_user(platform_root, made):
    async with platform_root.writing() as app:
        await app.platform.register(OFFERING, told(made))
        with pytest.raises(Conflict):
            await app.platform.register(STRANGER, told(made, name="silver"))


async def test_endpoint_that_the_bank_did_not_list_is_refused(platform_root, made):
    async with platform_root.writing() as app:
        with pytest.raises(Invalid, match="not on the bank's list"):
            await app.platform.register(OFFERING, told(made, endpoint="https://evil.example/a"))


async def test_each_step_is_in_the_audit(platform_root, made):
    await approved(platform_root, made)
    async with platform_root.writing() as app:
        await app.platform.suspend(WATCHING, "x_acme_gold", "Wrong prices.")
    async with platform_root.reading() as app:
        actions = set(await app.session.scalars(select(EntryRow.action)))
    assert {"change.edit", "change.approve", "widget.publish", "widget.suspend"} <= actions


async def test_other_process_learns_of_an_approval_by_the_version(platform_root, rooted, made):
    other = rooted(made)
    async with other.reading():
        assert "x_acme_gold" not in other.partners.kinds
    await approved(platform_root, made)
    other.partners.source.drop()  # A second has passed.
    async with other.reading():
        assert "x_acme_gold" in other.partners.kinds
