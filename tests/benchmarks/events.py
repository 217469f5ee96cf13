"""Events through POST, 500 a request from 4 clients, against plain inserts of the same rows.

The measure is SQLAlchemy Core on a copy of the product's own database: the rows of 500 events a
commit, the same pragmas, nothing else done. Both take turns, the figure is the median of the
rounds. Beside the last round the next answers are asked: do they know what was just sent?
"""

import asyncio
import json
import sqlite3
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

import httpx
from sqlalchemy import Engine, create_engine, event, insert

from recommender.database import _sqlite_pragmas, new_id
from recommender.interactions.model import EventIn
from recommender.interactions.service import _row
from recommender.interactions.tables import EventRow
from recommender.ports import PERSONALISATION, Scope
from tests.support.product import ProductServer

CLIENTS, PER_REQUEST, REQUESTS, ROUNDS = 4, 500, 12, 3
SINGLES, AT_A_TIME = 200, 4
PROBES = 12
EVENTS, RECOMMENDATIONS = "/api/v1/events", "/api/v1/customers/{}/recommendations"
JSON = {"Content-Type": "application/json"}

TARGETS = {"next_answer_ms": 1000, "unknown_answers": 0, "single_p95_ms": 60}
FLOORS = {"share_of_plain_inserts": 0.5, "answers": PROBES // 2}

Figures = dict[str, float | int | str]


async def measure(product: ProductServer) -> Figures:
    """Measure on the product with its demo bank, over HTTP."""
    headers = product.key("events:write", "recommend:read")
    async with httpx.AsyncClient(base_url=product.url, headers=headers, timeout=60) as client:
        with tempfile.TemporaryDirectory(dir=product.data_dir.parent) as folder:
            rates = await _rounds(client, _copy(product, Path(folder)))
        answers = await _answers_under_load(client)
        singles = sorted(await _singles(client))
    plain, posted = (median(rate) for rate in zip(*rates, strict=True))
    return {
        "plain_inserts_per_second": round(plain),
        "posted_per_second": round(posted),
        "share_of_plain_inserts": round(median(post / raw for raw, post in rates), 3),
        "next_answer_ms": _ms(max(seconds for seconds, _ in answers)),
        "answers": len(answers),
        "unknown_answers": sum(not is_known for _, is_known in answers),
        "single_p50_ms": _ms(singles[len(singles) // 2]),
        "single_p95_ms": _ms(singles[int(len(singles) * 0.95)]),
    }


def _copy(product: ProductServer, folder: Path) -> Engine:
    """Return an engine on a copy of the product's database, with the product's pragmas."""
    path = folder / "copy.db"
    original = sqlite3.connect(product.data_dir / "companion.db")
    with closing(original) as source, closing(sqlite3.connect(path)) as target:
        source.backup(target)
    engine = create_engine(f"sqlite:///{path}")
    event.listen(engine, "connect", _sqlite_pragmas)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


async def _rounds(client: httpx.AsyncClient, engine: Engine) -> list[tuple[float, float]]:
    """Return rows a second of plain inserts and of POST, round by round."""
    rates = []
    for _ in range(ROUNDS):
        batches = [_events(PER_REQUEST) for _ in range(CLIENTS * REQUESTS)]
        plain = await asyncio.to_thread(_insert, engine, [_rows(batch) for batch in batches])
        rates.append((plain, await _post(client, batches)))
    engine.dispose()
    return rates


def _insert(engine: Engine, batches: Sequence[list[dict[str, Any]]]) -> float:
    began = time.perf_counter()
    for batch in batches:
        with engine.begin() as connection:
            connection.execute(insert(EventRow), batch)
    return sum(map(len, batches)) / (time.perf_counter() - began)


async def _post(client: httpx.AsyncClient, batches: Sequence[list[dict[str, Any]]]) -> float:
    bodies = [json.dumps({"events": batch}).encode() for batch in batches]
    began = time.perf_counter()
    await asyncio.gather(*(_send_all(client, bodies[n::CLIENTS]) for n in range(CLIENTS)))
    return sum(map(len, batches)) / (time.perf_counter() - began)


async def _send_all(client: httpx.AsyncClient, bodies: Sequence[bytes]) -> None:
    for body in bodies:
        answer = await client.post(EVENTS, content=body, headers=JSON)
        assert answer.json()["accepted"] == PER_REQUEST, answer.text


async def _answers_under_load(client: httpx.AsyncClient) -> list[tuple[float, bool]]:
    """Dismiss the first item of customers' lists and look at their next answers."""
    batches = [_events(PER_REQUEST) for _ in range(CLIENTS * REQUESTS)]
    load = asyncio.create_task(_post(client, batches))
    probes = [await _probe(client, f"c{200 + number:04}") for number in range(PROBES)]
    assert await load
    return [probe for probe in probes if probe is not None]


async def _probe(client: httpx.AsyncClient, customer: str) -> tuple[float, bool] | None:
    """Return the seconds from sending an event to the next answer, and whether that knows it.

    None for a customer who does not want a personal answer: it must not know the event.
    """
    before = await _ask(client, customer)
    if not before["personalised"]:
        return None
    first = before["items"][0]
    began = time.perf_counter()
    turned_down = _event(customer, first["id"], kind=first["kind"], action="dismiss")
    await client.post(EVENTS, json={"events": [turned_down]})
    after = (await _ask(client, customer))["items"]
    seconds = time.perf_counter() - began
    return seconds, first["id"] not in {one["id"] for one in after}


async def _ask(client: httpx.AsyncClient, customer: str) -> dict[str, Any]:
    query = {"kinds": "product,content", "limit": 10}
    answer = await client.get(RECOMMENDATIONS.format(customer), params=query)
    answered: dict[str, Any] = answer.json()
    return answered


async def _singles(client: httpx.AsyncClient) -> list[float]:
    async def sender() -> list[float]:
        return [await _timed(client) for _ in range(SINGLES // AT_A_TIME)]

    took = await asyncio.gather(*(sender() for _ in range(AT_A_TIME)))
    return [one for some in took for one in some]


async def _timed(client: httpx.AsyncClient) -> float:
    began = time.perf_counter()
    await client.post(EVENTS, json={"events": _events(1)})
    return time.perf_counter() - began


def _events(count: int) -> list[dict[str, Any]]:
    return [_event(f"c{number % 300 + 300:04}", "deposit-1y") for number in range(count)]


def _event(
    customer: str, item: str, *, kind: str = "product", action: str = "click"
) -> dict[str, Any]:
    now = datetime.now(UTC).isoformat()
    who = {"event_id": new_id(), "customer_id": customer, "at": now}
    return who | {"kind": kind, "item_id": item, "action": action, "channel": "app"}


def _rows(events: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows that the product makes of events."""
    scope, now = Scope(frozenset({PERSONALISATION}), 1), datetime.now(UTC)
    return [_row(EventIn.model_validate(one), scope, now, None) for one in events]


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 1)
