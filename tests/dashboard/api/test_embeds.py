"""Single cards on other sites."""

from datetime import timedelta

import pytest

from dashboard.consents.model import ConsentChange
from dashboard.wiring import Root
from tests.support.api import callers
from tests.support.arrange import a_compliance_officer, a_customer, fill

SITE = "https://partner.example"
PATH = "/api/v1/customers/c1/embeds"
WANTED = {"kind": "balances", "size": "M", "sites": [SITE]}


@pytest.fixture
async def root(settings):
    made = Root(settings.model_copy(update={"embed_sites": frozenset({SITE})}))
    await fill(made)
    yield made
    await made.stop()


@pytest.fixture
async def api(root):
    async with callers(root) as made:
        yield made


async def created(api, **changes):
    async with await api.customer("c1") as customer:
        answer = await customer.post(PATH, json=WANTED | changes)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def got(api, address):
    async with api.nobody() as client:
        return await client.get(address)


async def consent(root, *, partner):
    async with root.writing() as app:
        change = ConsentChange(purposes={"partner": partner})
        await app.consents.change(a_customer("c1"), "c1", change)


async def test_nobody_makes_an_embed(api):
    async with api.nobody() as client:
        assert (await client.post(PATH, json=WANTED)).status_code == 401


async def test_embed_of_another_customer_is_not_found(api):
    made = await created(api)
    async with await api.customer("c2") as other:
        assert (await other.post(PATH, json=WANTED)).status_code == 404
        assert (await other.get(PATH)).status_code == 404
        assert (await other.delete(f"{PATH}/{made['id']}")).status_code == 404


async def test_card_is_shown_without_any_cookie(api):
    made = await created(api)
    page = await got(api, made["address"])
    card = await got(api, f"{made['address']}/card?lang=en")
    assert page.status_code == 200
    assert "set-cookie" not in page.headers
    assert (card.json()["title"], card.json()["tile"]["kind"]) == ("Balances", "balances")


async def test_page_names_the_sites_that_may_frame_it_and_runs_our_script_alone(api):
    made = await created(api)
    policy = (await got(api, made["address"])).headers["content-security-policy"]
    assert f"frame-ancestors {SITE}" in policy
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy


async def test_site_that_the_bank_does_not_list_is_refused(api):
    async with await api.customer("c1") as customer:
        wrong = WANTED | {"sites": ["https://evil.example"]}
        assert (await customer.post(PATH, json=wrong)).status_code == 422


@pytest.mark.parametrize(
    "changes", [{"kind": "nothing"}, {"kind": "feed"}, {"config": {"x": 1}}, {"hours": 10_000}]
)
async def test_card_that_cannot_be_shown_elsewhere_is_refused(api, changes):
    async with await api.customer("c1") as customer:
        assert (await customer.post(PATH, json=WANTED | changes)).status_code == 422


async def test_revoked_card_is_gone_at_once(api):
    made = await created(api)
    async with await api.customer("c1") as customer:
        assert len((await customer.get(PATH)).json()["embeds"]) == 1
        assert (await customer.delete(f"{PATH}/{made['id']}")).status_code == 204
        assert (await customer.get(PATH)).json()["embeds"] == []
    assert (await got(api, made["address"])).status_code == 404
    assert (await got(api, f"{made['address']}/card")).status_code == 404


async def test_card_ends_by_itself(root, api):
    made = await created(api, hours=1)
    later = root.clock.now() + timedelta(hours=2)
    token = made["address"].rsplit("/", 1)[-1]
    assert root.partners.signatures.open_embed(token, int(later.timestamp())) is None


async def test_address_that_was_changed_opens_nothing(api):
    made = await created(api)
    head, body, seal = made["address"].split(".")
    for forged in (
        f"{head}.{body}.{'A' * 86}",
        f"{head}.{body[:-2]}AA.{seal}",
        "/embed/" + "a" * 60,
    ):
        assert (await got(api, forged)).status_code == 404


async def test_request_to_a_provider_is_no_address_of_an_embed(root, api):
    made = await created(api)
    now = int(root.clock.now().timestamp())
    token = root.partners.signatures.request("embedding", made["id"], now, {})
    assert (await got(api, f"/embed/{token}")).status_code == 404


async def test_integrator_needs_the_scope_and_the_consent(root, api):
    async with await api.key("events:write") as client:
        assert (await client.post(PATH, json=WANTED)).status_code == 403
    async with await api.key("embeds:write") as client:
        assert (await client.post(PATH, json=WANTED)).status_code == 403
        await consent(root, partner=True)
        assert (await client.post(PATH, json=WANTED)).status_code == 201


async def test_withdrawn_consent_ends_what_an_integrator_shows(root, api):
    await consent(root, partner=True)
    async with await api.key("embeds:write") as client:
        made = (await client.post(PATH, json=WANTED)).json()
    assert (await got(api, f"{made['address']}/card")).status_code == 200
    await consent(root, partner=False)
    assert (await got(api, f"{made['address']}/card")).status_code == 403


async def test_card_that_is_asked_for_without_end_is_limited(api):
    made = await created(api)
    codes = [(await got(api, f"{made['address']}/card")).status_code for _ in range(40)]
    assert codes[0] == 200
    assert codes[-1] == 429


async def test_erasure_takes_embeds_along(root, api):
    made = await created(api)
    await root.eraser.erase(a_compliance_officer(), "c1")
    assert (await got(api, made["address"])).status_code == 404
