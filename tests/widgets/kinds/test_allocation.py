"""Allocation."""

from recommender.money import Money
from tests.widgets.faces import chart, figures, rows
from tests.widgets.fakes import FakeSource, context, holding
from widgets.kinds import allocation


def _parts(data):
    drawn = chart(data)
    values = [one.minor for one in drawn.series[0].values]
    return dict(zip([one.text["en"] for one in drawn.labels], values, strict=True))


async def test_parts_are_the_whole_largest_first():
    source = FakeSource(holding_list=[holding("fund", 1000), holding("deposit", 3000)])
    data = await allocation.load(context(source), allocation.Config())
    assert figures(data)[0].value.minor == 4000
    assert list(_parts(data).items()) == [("Deposit", 3000), ("Fund", 1000)]


async def test_small_parts_are_shown_together():
    source = FakeSource(
        holding_list=[holding("deposit", 9_900), holding("gold", 60), holding("bond", 40)]
    )
    data = await allocation.load(context(source), allocation.Config(smallest_share=0.05))
    assert _parts(data) == {"Deposit": 9_900, "Other": 100}


async def test_parts_sum_to_the_whole_and_never_need_a_colour_twice():
    types = ["deposit", "fund", "bond", "gold", "insurance", "pension", "wealth", "private"]
    source = FakeSource(holding_list=[holding(one, 1000 + n) for n, one in enumerate(types)])
    data = await allocation.load(context(source), allocation.Config(smallest_share=0))
    assert sum(_parts(data).values()) == figures(data)[0].value.minor
    assert len(_parts(data)) == allocation.COLOURS


async def test_unknown_type_is_other():
    source = FakeSource(holding_list=[holding("art", 100)])
    data = await allocation.load(context(source), allocation.Config())
    assert _parts(data) == {"Other": 100}


async def test_largest_card_says_what_became_of_the_money_put_in():
    bought = holding("fund", 1200).model_copy(update={"cost": Money(minor=1000)})
    source = FakeSource(holding_list=[holding("deposit", 500), bought])
    listed = rows(await allocation.load(context(source), allocation.Config()))
    assert listed.since == "XL"
    assert [(one.delta.share if one.delta else None, one.tone) for one in listed.rows] == [
        (0.2, "up"),
        (None, "plain"),
    ]
