import pytest

from dashboard.pages.read import ReadState
from dashboard.wiring import Root
from recommender.catalogue.model import CatalogueItem
from recommender.customers.model import CustomerIn
from recommender.ports import PERSONALISATION, SYSTEM_ACTOR
from tests.content.builders import ANNA, MIA, PASSER_BY, content, customer_actor
from tests.content.test_feed import publish
from tests.dashboard.pages.states import at, run, serving


@pytest.fixture
async def bank(root):
    fund = {"titles": {"en": "Fund"}, "product_type": "fund"}
    async with root.writing() as app:
        await app.customers.put_many(
            SYSTEM_ACTOR, {"bold": CustomerIn(capacity=4), "timid": CustomerIn(capacity=1)}
        )
        for id_ in ("bold", "timid"):
            await app.consents.set_many(SYSTEM_ACTOR, {id_: frozenset({PERSONALISATION})})
        items = [CatalogueItem("product", f"p{n}", grade=n, **fund) for n in (1, 2)]
        await app.catalogue.put_many(SYSTEM_ACTOR, items)
    with serving(root):
        yield root


async def opened(bank, actor, path="/read/k1"):
    await bank.catalogue.newest()
    state = at(ReadState, path)
    await run(actor, ReadState.load, state)
    return state


async def test_a_linked_product_above_capacity_is_counted_and_not_shown(bank):
    await publish(bank, "k1", content(products=("p1", "p2")))
    bold = await opened(bank, customer_actor("bold"))
    timid = await opened(bank, customer_actor("timid"))
    assert [one.id for one in bold.products] == ["p1", "p2"]
    assert ([one.id for one in timid.products], timid.withheld) == (["p1"], 1)


async def test_a_visitor_is_promoted_no_graded_product(bank):
    await publish(bank, "k1", content(products=("p1", "p2")))
    state = await opened(bank, PASSER_BY)
    assert (state.stage, state.products, state.withheld) == ("ready", [], 2)


async def test_staff_see_all_links_and_send_no_signals(bank):
    await publish(bank, "k1", content(products=("p1", "p2")))
    state = await opened(bank, MIA)
    assert ([one.id for one in state.products], state.counts) == (["p1", "p2"], False)


async def test_what_is_not_meant_for_the_reader_leaves_nothing_in_the_state(bank):
    await publish(bank, "k1", content())
    await publish(bank, "k2", content(audience={"segments": ["private"]}))
    state = await opened(bank, customer_actor("bold"))
    assert state.title["en"] == "Bonds for beginners"
    assert state.title["zh-Hant"] == "債券入門"
    state.router = at(ReadState, "/read/k2").router
    await run(customer_actor("bold"), ReadState.load, state)
    assert (state.stage, state.title, state.body) == ("missing", {}, {})


async def test_the_reason_comes_from_the_readers_own_decision_only(bank):
    await publish(bank, "k1", content())
    await bank.shelf.newest()
    await bank.catalogue.newest()
    async with bank.reading() as app:
        feed = await app.feed.cards(customer_actor("bold"), "bold", limit=5, language="en")
    address = f"/read/k1?d={feed.decision_id}"
    mine = await opened(bank, customer_actor("bold"), address)
    theirs = await opened(bank, customer_actor("timid"), address)
    assert mine.decision == feed.decision_id
    assert (theirs.stage, theirs.decision, theirs.why) == ("ready", "", "")


@pytest.mark.parametrize("path", ["/read/", "/read/nothing", "/read/k1?d=junk", "/desk"])
async def test_other_addresses_do_no_harm(bank, path):
    await publish(bank, "k1", content())
    state = await opened(bank, customer_actor("bold"), path)
    assert state.stage == ("ready" if "k1" in path else "missing")


async def test_an_author_reads_the_draft_nowhere(bank):
    async with bank.writing() as app:
        await app.cards.create(ANNA, content(), card_id="k1")
    assert (await opened(bank, ANNA)).stage == "missing"


async def test_an_article_opens_before_every_cache_knows_of_it(bank):
    await bank.catalogue.now()
    await bank.shelf.now()
    elsewhere = Root(bank.settings)
    await publish(elsewhere, "k1", content(products=("p1",)))
    await elsewhere.stop()
    state = at(ReadState, "/read/k1")
    await run(customer_actor("bold"), ReadState.load, state)
    assert (state.stage, [one.id for one in state.products]) == ("ready", ["p1"])
