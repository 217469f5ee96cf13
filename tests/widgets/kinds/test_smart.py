"""The smart slot chooses by what is true now, never by time, and says why."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.widgets.fakes import TODAY, FakeSource, account, context, due, suggestion
from widgets.kinds import smart
from widgets.ports import Reason, Suggestions

PERSONAL = Suggestions(decision_id="d1", personalised=True, items=[])


def _source(**facts):
    facts = {"account_list": [account(500_000)], "service_ranking": PERSONAL} | facts
    return FakeSource(**facts)


async def _load(source, **config):
    return await smart.load(context(source), smart.Config(**config))


def _shows(data):
    return [row.id for row in data.blocks[0].rows]


def _why(data):
    return data.blocks[0].rows[0].title["en"]


async def test_the_nearest_due_wins_and_says_so():
    data = await _load(_source(due_list=[due(TODAY + timedelta(days=2))]))
    assert (_shows(data)[0], _why(data)) == ("dues", "Because a bill is due in 2 days.")


async def test_relevance_decides_between_occasions():
    low, near = [account(5_000)], [due(TODAY + timedelta(days=6))]
    assert _shows(await _load(_source(account_list=low, due_list=near)))[0] == "balances"
    overdue = [due(TODAY - timedelta(days=1), state="overdue")]
    assert _shows(await _load(_source(account_list=low, due_list=overdue)))[0] == "dues"


async def test_time_alone_changes_nothing():
    source = _source(due_list=[due(TODAY + timedelta(days=2))])
    early = context(source)
    late = replace(early, now=early.now + timedelta(hours=11))
    chosen = [_shows(await smart.load(one, smart.Config())) for one in (early, late)]
    assert chosen[0] == chosen[1]


async def test_a_dated_fact_comes_before_what_is_used_often():
    reason = Reason(code="click", text="You open it often.", share=1.0)
    used = suggestion("spending", "service").model_copy(update={"reasons": [reason]})
    ranking = PERSONAL.model_copy(update={"items": [used]})
    near = [due(TODAY + timedelta(days=6))]
    assert _shows(await _load(_source(service_ranking=ranking, due_list=near)))[0] == "dues"
    calm = await _load(_source(service_ranking=ranking))
    assert (_shows(calm)[0], _why(calm)) == ("spending", "You open it often.")


async def test_a_service_without_a_reason_is_not_chosen():
    ranking = PERSONAL.model_copy(update={"items": [suggestion("spending", "service")]})
    assert _shows(await _load(_source(service_ranking=ranking))) == ["balances"]


async def test_the_pinned_card_wins_over_everything():
    overdue = [due(TODAY - timedelta(days=1), state="overdue")]
    data = await _load(_source(due_list=overdue), pinned_card="holdings")
    assert (_shows(data), _why(data)) == (["holdings"], smart.PINNED)


@pytest.mark.parametrize("is_on", [True, False])
async def test_off_and_without_personalisation_the_order_is_fixed(is_on):
    ranking = PERSONAL.model_copy(update={"personalised": not is_on})
    data = await _load(_source(service_ranking=ranking, account_list=[account(1)]), is_on=is_on)
    assert tuple(_shows(data)) == smart.ORDER[: smart.MOST_TRIED]
    assert _why(data) == (smart.UNPERSONAL if is_on else smart.FIXED)


async def test_a_source_that_is_down_costs_its_occasions_only():
    class Half(FakeSource):
        async def dues(self, customer_id, days):
            raise smart.CompanionError("Down.")

    data = await smart.load(
        context(Half(account_list=[account(1)], service_ranking=PERSONAL)), smart.Config()
    )
    assert _shows(data)[0] == "balances"


def test_every_candidate_has_a_name_to_pin_it_by():
    assert set(smart.NAMES) == {"", *smart.ORDER}
