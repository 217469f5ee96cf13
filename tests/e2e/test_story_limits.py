"""What the story must not do: reading never moves more than it may, nor reaches who it must not."""

from collections.abc import Iterator

import httpx
import pytest

from tests.support.product import ProductServer
from tests.support.story import (
    asked,
    facts_of,
    in_time,
    item_of,
    listed,
    published,
    rank_of,
    read_once,
    recommended,
    somebody,
)

pytestmark = pytest.mark.browser  # They need the running product, though no browser.

READER = "customer8"
CAREFUL = "customer4"
SILENT, SILENT_ID = "customer7", "c0007"
PRIVATE_TWINS = ("customer6", "customer12")
AGEING = 1e-4
"""What old events lose in score while a test runs; a reading adds some thousand times that."""
ADVISERS = ("rm1", "rm2", "rm3")


@pytest.fixture
def reader(product: ProductServer) -> Iterator[httpx.Client]:
    """Give a customer who shares everything."""
    with somebody(product.url, READER) as client:
        yield client


def _in_feed(client: httpx.Client, card: str) -> bool:
    return card in [one["id"] for one in recommended(client, "content")["items"]]


def _seen_by(client: httpx.Client, card: str) -> None:
    """Wait until a card has reached a customer's feed."""
    in_time(lambda: _in_feed(client, card), bool)


def _may_read(client: httpx.Client, card: str) -> bool:
    """Say whether the card can be opened: by popularity alone a new one stands far down."""
    return client.get(f"/api/v1/cards/{card}/read").is_success


def _unread_product(client: httpx.Client) -> str:
    """Choose a product from the middle of the list, with no reading about it so far."""
    items = recommended(client, "product")["items"][4:]
    return str(next(one["id"] for one in items if not one["parts"].get("link")))


def test_reading_an_unlinked_card_changes_no_product(
    product: ProductServer, reader: httpx.Client
) -> None:
    card = published(product.url)
    _seen_by(reader, card)
    before = recommended(reader, "product")
    read_once(reader, card)
    read_once(reader, card)
    in_time(lambda: _events_used(reader), lambda used: used.count(card) == 2)
    after = recommended(reader, "product")
    assert list(dict(listed(after))) == list(dict(listed(before)))
    assert dict(listed(after)) == pytest.approx(dict(listed(before)), abs=AGEING)
    assert after["withheld"] == before["withheld"]


def _events_used(client: httpx.Client) -> list[str]:
    """List the items of the events that a new content decision used."""
    decision = recommended(client, "content")["decision_id"]
    return [one["item_id"] for one in asked(client, f"/api/v1/decisions/{decision}")["events"]]


def test_one_reading_ranks_lower_than_two(product: ProductServer, reader: httpx.Client) -> None:
    wanted = _unread_product(reader)
    card = published(product.url, wanted)
    _seen_by(reader, card)
    answers = [recommended(reader, "product")]
    for times in (1, 2):
        read_once(reader, card)
        answers.append(in_time(lambda: recommended(reader, "product"), _reads_of(wanted, times)))
    scores = [item_of(answer, wanted)["score"] for answer in answers]
    assert scores[0] < scores[1] < scores[2]
    ranks = [rank_of(answer, wanted) for answer in answers]
    assert ranks[0] >= ranks[1] >= ranks[2]
    assert ranks[0] > ranks[2]


def _reads_of(product_id: str, times: int):
    def is_told(answer: dict) -> bool:
        reasons = item_of(answer, product_id)["reasons"]
        return any(one["part"] == "link" and one["params"]["times"] == times for one in reasons)

    return is_told


def test_a_glance_is_no_reading(product: ProductServer, reader: httpx.Client) -> None:
    wanted = _unread_product(reader)
    card = published(product.url, wanted)
    _seen_by(reader, card)
    read_once(reader, card, dwell_ms=4_900)
    read_once(reader, card, dwell_ms=100)
    reasons = item_of(recommended(reader, "product"), wanted)["reasons"]
    assert card not in [named["id"] for one in reasons for named in one["evidence"]]


def test_a_product_above_capacity_never_appears_however_often_its_card_is_read(
    product: ProductServer,
) -> None:
    with somebody(product.url, CAREFUL) as careful, somebody(product.url, READER) as bold:
        known = {one["id"] for one in recommended(careful, "product")["items"]}
        decision = recommended(careful, "product")["decision_id"]
        withheld = asked(careful, f"/api/v1/decisions/{decision}")["withheld"]
        too_risky = {one["id"] for one in withheld if one["reason"] == "suitability"}
        wanted = next(one for one, _ in listed(recommended(bold, "product")) if one in too_risky)
        card = published(product.url, wanted)
        _seen_by(careful, card)
        for _ in range(8):
            read_once(careful, card)
            shown = {one for one, _ in listed(recommended(careful, "product"))}
            assert wanted not in shown
            assert shown == known
        home = asked(careful, "/api/v1/customers/me/home")
        related = asked(careful, f"/api/v1/items/content/{card}/related", kinds="product")
    assert wanted not in str(home["tiles"])
    assert wanted not in [one["id"] for one in related["items"]]


def test_without_consent_to_sharing_no_follow_up_names_the_customer(
    product: ProductServer,
) -> None:
    with somebody(product.url, SILENT) as silent:
        wanted = _unread_product(silent)
        card = published(product.url, wanted)
        _seen_by(silent, card)
        read_once(silent, card)
        read_once(silent, card)
        in_time(lambda: recommended(silent, "product"), _reads_of(wanted, 2))
    refused = []
    for adviser in ADVISERS:
        with somebody(product.url, adviser) as rm:
            found = asked(rm, "/api/v1/followups")["items"]
            assert found, "An empty list would prove nothing."
            assert SILENT_ID not in [one["customer_id"] for one in found]
            path = f"/api/v1/customers/{SILENT_ID}/recommendations"
            refused.append(rm.get(path, params={"kinds": "product"}).status_code)
    assert sorted(refused) == [403, 404, 404], "Their own adviser 403, the others 404."


def test_with_personalisation_off_reading_changes_nothing(product: ProductServer) -> None:
    first, second = PRIVATE_TWINS
    with somebody(product.url, first) as reading, somebody(product.url, second) as idle:
        same = ("capacity", "qualified_until", "senior", "held")
        ours, theirs = facts_of(reading), facts_of(idle)
        assert [ours[one] for one in same] == [theirs[one] for one in same]
        wanted = listed(recommended(reading, "product"))[5][0]
        card = published(product.url, wanted)
        in_time(lambda: _may_read(reading, card), bool)
        before = recommended(reading, "product")
        for _ in range(3):
            read_once(reading, card)
        after = recommended(reading, "product")
        assert listed(after) == listed(before)
        assert listed(recommended(idle, "product")) == listed(after)
        contents = [recommended(one, "content") for one in (reading, idle)]
    assert not after["personalised"]
    assert listed(contents[0]) == listed(contents[1])


@pytest.mark.parametrize(
    ("account", "audience"),
    [
        ("customer9", {"segments": ["affluent"]}),
        (CAREFUL, {"minimum_capacity": 4}),
        ("customer5", {"minimum_capacity": 1}),
        ("customer6", {"segments": ["mass", "affluent", "private", "young", "senior", "sme"]}),
    ],
    ids=["another segment", "too low a capacity", "an expired assessment", "nobody's segment"],
)
def test_a_customer_outside_the_audience_never_sees_the_card(
    product: ProductServer, account: str, audience: dict
) -> None:
    card = published(product.url, **audience)
    with somebody(product.url, "customer1") as inside, somebody(product.url, account) as outside:
        _seen_by(inside, card)
        assert _may_read(inside, card)
        assert not _in_feed(outside, card)
        assert card not in str(asked(outside, "/api/v1/customers/me/home")["tiles"])
        assert outside.get(f"/api/v1/cards/{card}/read").status_code == 404
        assert outside.get(f"/api/v1/items/content/{card}/related").status_code == 404
