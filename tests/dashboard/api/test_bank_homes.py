"""The bank's homes over REST: four eyes, and the reason that a customer is told."""

from typing import Any

from recommender.ports import MARKETER, REVIEWER
from tests.support.api import ApiCallers

URL, MINE = "/api/v1/bank-homes", "/api/v1/customers/me/layout"
HOME: dict[str, Any] = {
    "cards": [
        {"kind": "balances", "size": "M"},
        {"kind": "notices", "size": "M"},
        {"kind": "dues", "size": "M", "stays": True},
    ],
    "rules": [
        {
            "denies": ["move"],
            "kinds": ["dues"],
            "reason": {"en": "Bills stay in sight.", "zh-Hans": "账单须保持可见。"},
        }
    ],
}


async def test_nobody_and_customers_do_not_read_it(api: ApiCallers) -> None:
    assert (await api.nobody().get(URL)).status_code == 401
    assert (await (await api.customer("c1")).get(URL)).status_code == 403


async def test_a_home_is_written_checked_and_published_and_binds(api: ApiCallers) -> None:
    writer, checker = await api.staff(MARKETER), await api.staff(REVIEWER)
    assert len((await writer.get(URL)).json()) == 6
    saved = await writer.put(f"{URL}/mass", json={"content": HOME})
    assert saved.status_code == 200
    assert (await writer.post(f"{URL}/mass/submit")).status_code == 200
    body = {"content_hash": saved.json()["content_hash"]}
    assert (await writer.post(f"{URL}/mass/approve", json=body)).status_code == 403
    assert (await checker.post(f"{URL}/mass/approve", json=body)).status_code == 200
    assert (await writer.post(f"{URL}/mass/publish")).status_code == 200
    await _demand_bound(api)


async def _demand_bound(api: ApiCallers) -> None:
    customer = await api.customer("c1")
    layout = (await customer.get(MINE)).json()
    places = layout["places"]["desktop"]
    first = next(one for one in places if one["tile"] == "balances")
    dues = next(one for one in places if one["tile"] == "dues")
    first["tile"], dues["tile"] = dues["tile"], first["tile"]
    refused = await customer.put(MINE, json=layout, headers={"If-Match": "*"})
    assert refused.status_code == 403
    assert refused.json()["detail"] == "Bills stay in sight."
