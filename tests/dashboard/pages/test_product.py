import pytest

from content.checks import disclosed
from dashboard.pages.product import ProductState
from recommender.catalogue.model import CatalogueItem
from recommender.customers.model import CustomerIn
from recommender.ports import PERSONALISATION, SYSTEM_ACTOR
from tests.content.builders import MIA, PASSER_BY, content, customer_actor
from tests.content.test_feed import publish
from tests.dashboard.pages.states import at, run, serving


@pytest.fixture
async def bank(root):
    common = {"titles": {"en": "Fund"}, "product_type": "fund"}
    people = {
        "bold": CustomerIn(capacity=4),
        "timid": CustomerIn(capacity=1),
        "unknown": CustomerIn(),
    }
    async with root.writing() as app:
        await app.customers.put_many(SYSTEM_ACTOR, people)
        for id_ in people:
            await app.consents.set_many(SYSTEM_ACTOR, {id_: frozenset({PERSONALISATION})})
        items = [
            CatalogueItem("product", "fund", grade=3, **common),
            CatalogueItem("product", "secret", grade=3, private=True, **common),
            CatalogueItem("product", "old", grade=1, state="closed", **common),
        ]
        await app.catalogue.put_many(SYSTEM_ACTOR, items)
    await root.catalogue.newest()
    with serving(root):
        yield root


async def opened(actor, path):
    state = at(ProductState, path)
    await run(actor, ProductState.load, state)
    return state


@pytest.mark.parametrize(
    ("customer", "fit"), [("bold", "fits"), ("timid", "suitability"), ("unknown", "reassess")]
)
async def test_the_engines_masks_decide_what_fits(bank, customer, fit):
    state = await opened(customer_actor(customer), "/products/fund")
    assert (state.stage, state.fit, state.grade) == ("ready", fit, 3)


async def test_the_law_tells_what_must_be_said_of_a_product(bank):
    state = await opened(customer_actor("bold"), "/products/fund")
    assert [one["en"] for one in state.disclosures] == [
        "Investing carries risk; past results say nothing about the future.",
        "This is not a deposit and may lose value.",
    ]


async def test_what_the_law_keeps_from_the_elderly_does_not_fit_them(bank):
    async with bank.writing() as app:
        item = CatalogueItem("product", "wild", {"en": "W"}, grade=4, product_type="fund")
        await app.catalogue.put_many(SYSTEM_ACTOR, [item])
        born = CustomerIn(capacity=5, birth_date="1950-01-01")
        await app.customers.put_many(SYSTEM_ACTOR, {"old": born})
    await bank.catalogue.newest()
    state = await opened(customer_actor("old"), "/products/wild")
    assert (state.stage, state.fit) == ("ready", "elderly")


async def test_visitors_and_staff_read_facts_only(bank):
    assert (await opened(PASSER_BY, "/products/fund")).fit == "visitor"
    assert (await opened(MIA, "/products/fund")).fit == "staff"


async def test_a_closed_product_says_so(bank):
    assert (await opened(customer_actor("bold"), "/products/old")).fit == "unavailable"


async def test_a_private_product_is_not_there_without_the_proof(bank):
    for actor in (customer_actor("bold"), PASSER_BY):
        state = await opened(actor, "/products/secret")
        assert (state.stage, state.name) == ("missing", {})


async def test_articles_that_speak_of_it_are_offered_to_their_audience(bank):
    about = {"products": ("fund",), "body": {"zh-Hans": "x", "en": "y"}}
    await publish(bank, "k1", disclosed(content(**about)))
    await publish(bank, "k2", disclosed(content(**about, audience={"segments": ["private"]})))
    await bank.catalogue.newest()
    await bank.shelf.newest()
    state = await opened(customer_actor("bold"), "/products/fund")
    assert [one.id for one in state.articles] == ["k1"]
