"""A home with cards from outside that misbehave: the others arrive as if they were not there."""

from dashboard.layouts.service import Basis
from tests.support import outside
from tests.support.arrange import a_customer, fill
from tests.support.platform import approved

ME = a_customer("c1")


async def placed(root, kind):
    """Put a card of a kind on the home."""
    async with root.writing() as app:
        await app.layouts.add(ME, "c1", kind, Basis(None))


async def test_every_other_card_arrives_while_one_provider_hangs(rooted):
    async with outside.provider(outside.hanging) as made:
        root = rooted(made)
        await fill(root)
        await approved(root, made)
        await placed(root, "x_acme_gold")
        order = []
        async with root.reading() as app:
            opened = await app.home.begin(ME, "c1", "en")
            order += [one.kind for one in opened.home.tiles if one.state != "loading"]
            rest = app.home.rest_of(opened.follow)
            async for batch in rest.batches():
                order += [one.kind for one in batch]
    assert order[-1] == "x_acme_gold"
    assert "balances" in order[:-1]
    assert len(order) == len(opened.home.tiles)


async def test_all_bad_providers_at_once_leave_every_other_card_as_it_was(rooted):
    acts = [outside.crashing, outside.flooding, outside.malicious]
    async with (
        outside.provider(acts[0]) as crash,
        outside.provider(acts[1]) as flood,
        outside.provider(acts[2]) as malice,
    ):
        root = rooted(crash, flood, malice)
        await fill(root)
        async with root.reading() as app:
            before = {one.kind: one.state for one in (await app.home.open(ME, "c1", "en")).tiles}
        for number, made in enumerate((crash, flood, malice)):
            await approved(root, made, provider=f"bad{number}")
            await placed(root, f"x_bad{number}_gold")
        async with root.reading() as app:
            after = {one.kind: one.state for one in (await app.home.open(ME, "c1", "en")).tiles}
    assert {kind: after[kind] for kind in before} == before
    assert {state for kind, state in after.items() if kind.startswith("x_")} == {"error"}
