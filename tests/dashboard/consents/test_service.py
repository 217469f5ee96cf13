"""Consents: chosen by the customer alone, every version kept."""

import pytest
from pydantic import ValidationError

from dashboard.consents.model import ConsentChange, Consents
from dashboard.consents.scopes import ScopeCache
from dashboard.wiring import Root
from recommender.errors import NotAllowed, NotFound, Stale
from recommender.ports import PERSONALISATION, SYSTEM_ACTOR, Actor
from tests.support.arrange import (
    a_compliance_officer,
    a_customer,
    a_key,
    a_visitor,
    an_rm,
    rolled_back,
)


async def _change(root: Root, actor: Actor, version: int | None = None, **flags: bool) -> Consents:
    change = ConsentChange.model_validate({"purposes": flags, "version": version})
    async with root.writing() as app:
        return await app.consents.change(actor, "c1", change)


async def _view(root: Root, actor: Actor) -> Consents:
    async with root.reading() as app:
        return await app.consents.view(actor, "c1")


async def test_strangers_learn_nothing(root: Root) -> None:
    for actor in (a_visitor(), a_customer("c2"), an_rm("c2"), a_key("events:write")):
        with pytest.raises(NotFound):
            await _view(root, actor)
        with pytest.raises(NotFound):
            await _change(root, actor, personalisation=True)
        with pytest.raises(NotFound):
            async with root.reading() as app:
                await app.consents.history(actor, "c1")


async def test_those_who_look_after_a_customer_see_and_do_not_change(root: Root) -> None:
    for actor in (an_rm("c1"), a_compliance_officer()):
        assert (await _view(root, actor)).version == 0
        with pytest.raises(NotAllowed):
            await _change(root, actor, personalisation=True)


async def test_nothing_is_allowed_before_the_first_choice(root: Root) -> None:
    assert not any((await _view(root, a_customer())).purposes.values())
    assert not (await root.scopes.of("c1")).allows(PERSONALISATION)


async def test_a_bank_may_assume_purposes_for_those_who_never_chose(root: Root) -> None:
    assumed = ScopeCache(root.database, [PERSONALISATION])
    assert (await assumed.of("c1")).allows(PERSONALISATION)
    await _change(root, a_customer(), personalisation=False)
    assumed.drop("c1")
    assert not (await assumed.of("c1")).allows(PERSONALISATION)


async def test_a_choice_counts_at_once_and_leaves_the_other_purposes(root: Root) -> None:
    await _change(root, a_customer(), personalisation=True, marketing=True)
    assert (await root.scopes.of("c1")).purposes == {"personalisation", "marketing"}
    changed = await _change(root, a_customer(), personalisation=False)
    scope = await root.scopes.of("c1")
    assert (scope.purposes, scope.version) == ({"marketing"}, 2)
    assert (changed.version, changed.purposes["marketing"]) == (2, True)


async def test_the_same_choice_again_makes_no_version(root: Root) -> None:
    await _change(root, a_customer(), personalisation=True)
    assert (await _change(root, a_customer(), personalisation=True)).version == 1


async def test_a_first_refusal_is_a_version_too(root: Root) -> None:
    assert (await _change(root, a_customer(), personalisation=False)).version == 1


async def test_a_choice_made_on_an_old_version_is_refused(root: Root) -> None:
    await _change(root, a_customer(), version=0, personalisation=True)
    with pytest.raises(Stale):
        await _change(root, a_customer(), version=0, marketing=True)


async def test_every_version_is_kept_with_its_author(root: Root) -> None:
    await _change(root, a_customer(), personalisation=True)
    await _change(root, a_key("consents:write"), personalisation=False)
    async with root.reading() as app:
        steps = await app.consents.history(a_customer(), "c1")
    told = [(one.version, one.purposes["personalisation"], one.by) for one in steps]
    assert told == [(1, True, "user-c1"), (2, False, "key:test")]


async def test_a_change_is_audited(root: Root) -> None:
    await _change(root, a_customer(), personalisation=True)
    async with root.writing() as app:
        await app.audit.seal()
        page = await app.audit.page(SYSTEM_ACTOR, after=0, limit=10)
    entry = page.entries[0]
    assert (entry.action, entry.subject, entry.actor) == (
        "consent.change",
        "customer:c1",
        "user-c1",
    )
    assert entry.detail["to"]["personalisation"] is True


async def test_the_system_takes_over_only_for_those_who_never_chose(root: Root) -> None:
    await _change(root, a_customer(), personalisation=False)
    chosen = {id_: frozenset({PERSONALISATION}) for id_ in ("c1", "c2")}
    with pytest.raises(NotAllowed):
        async with root.writing() as app:
            await app.consents.set_many(a_customer(), chosen)
    async with root.writing() as app:
        await app.consents.set_many(SYSTEM_ACTOR, chosen)
    scopes = await root.scopes.of_many(["c1", "c2"])
    assert not scopes["c1"].allows(PERSONALISATION)
    assert scopes["c2"].allows(PERSONALISATION)


async def test_a_rolled_back_choice_never_counts(root: Root) -> None:
    change = ConsentChange(purposes={"personalisation": True})
    async with rolled_back(root) as app:
        await app.consents.change(a_customer(), "c1", change)
    assert (await root.scopes.of("c1")).version == 0


@pytest.mark.parametrize("wrong", [{}, {"purposes": {}}, {"purposes": {"everything": True}}])
def test_an_unknown_purpose_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        ConsentChange.model_validate(wrong)
