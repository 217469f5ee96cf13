"""People of the running demo bank as REST clients, and what they do in the stories."""

import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import httpx

PASSWORD = "demo"  # The demo's one password, printed on its sign-in page.
PATIENCE_SECONDS = 10.0
WHOLE_CATALOGUE = 100


@contextmanager
def somebody(url: str, account: str) -> Iterator[httpx.Client]:
    """Give a signed-in client."""
    with httpx.Client(base_url=url, timeout=30) as client:
        sent = {"account": account, "password": PASSWORD}
        client.post("/api/v1/session", json=sent).raise_for_status()
        yield client


def asked(client: httpx.Client, path: str, **params: Any) -> Any:
    """Get JSON."""
    answer = client.get(path, params=params)
    assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.text[:300]}"
    return answer.json()


def told(client: httpx.Client, path: str, body: Any) -> Any:
    """Post JSON and return what came back."""
    answer = client.post(path, json=body)
    assert answer.is_success, f"{path}: {answer.status_code} {answer.text[:300]}"
    return answer.json()


def recommended(client: httpx.Client, kind: str, customer_id: str = "me") -> dict[str, Any]:
    """Ask for the whole ranked list of one kind."""
    path = f"/api/v1/customers/{customer_id}/recommendations"
    found: dict[str, Any] = asked(client, path, kinds=kind, limit=WHOLE_CATALOGUE, lang="en")
    return found


def listed(answer: dict[str, Any]) -> list[tuple[str, float]]:
    """Keep the items and scores of an answer, in its order."""
    return [(one["id"], one["score"]) for one in answer["items"]]


def item_of(answer: dict[str, Any], item_id: str) -> dict[str, Any]:
    """Return one item of an answer."""
    found: dict[str, Any] = next(one for one in answer["items"] if one["id"] == item_id)
    return found


def rank_of(answer: dict[str, Any], item_id: str) -> int:
    """Return the place of an item, 0 being the first."""
    return [one["id"] for one in answer["items"]].index(item_id)


def facts_of(client: httpx.Client) -> dict[str, Any]:
    """Return what the customer's newest decision knew of them: segment, capacity, held."""
    decision = recommended(client, "product")["decision_id"]
    facts: dict[str, Any] = asked(client, f"/api/v1/decisions/{decision}")["facts"]
    return facts


def read_once(client: httpx.Client, card_id: str, dwell_ms: int = 5_100) -> None:
    """Send what the reader page sends after five seconds."""
    event = {
        "event_id": uuid.uuid4().hex,
        "kind": "content",
        "item_id": card_id,
        "action": "view",
        "at": datetime.now(UTC).isoformat(),
        "dwell_ms": dwell_ms,
        "placement": "reader",
    }
    assert told(client, "/api/v1/events", {"events": [event]})["accepted"] == 1


def published(url: str, *products: str, **audience: Any) -> str:
    """Bring a new card before its audience by REST, through two people; return its id."""
    name = uuid.uuid4().hex[:8]
    disclosure = "Investments can lose value. Past performance does not predict future results. "
    disclosure += "Choose products within your risk capacity."
    chinese = "投资有风险，过往业绩不代表未来表现，请在风险承受能力范围内选择产品。"
    content = {
        "title": {"zh-Hans": f"笔记 {name}", "en": f"Note {name}"},
        "summary": {"zh-Hans": f"摘要 {name}", "en": f"Summary {name}"},
        "body": {"zh-Hans": f"正文 {name}\n\n{chinese}", "en": f"Text {name}\n\n{disclosure}"},
        "products": list(products),
        "audience": audience,
    }
    with somebody(url, "marketer1") as author, somebody(url, "reviewer1") as reviewer:
        card = told(author, "/api/v1/cards", {"content": content})
        path = f"/api/v1/cards/{card['id']}"
        told(author, f"{path}/submit", {})
        told(reviewer, f"{path}/approve", {"content_hash": card["content_hash"]})
        told(author, f"{path}/publish", {})
    return str(card["id"])


def in_time(
    look: Callable[[], Any],
    is_wanted: Callable[[Any], bool],
    seconds: float = PATIENCE_SECONDS,
) -> Any:
    """Look again until what is wanted is there, and return it."""
    deadline = time.monotonic() + seconds
    while not is_wanted(found := look()):
        assert time.monotonic() < deadline, f"Not within {seconds:g} s; last seen: {found}"[:2000]
        time.sleep(0.2)
    return found
