"""The machine check of the senior edition: what a page shows, held against the policy."""

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page

MEASURE = (Path(__file__).parent / "senior.js").read_text(encoding="utf-8")
LEAST = {"font": 18, "target": 60}
"""The smallest words are captions of 12 px at 1.5 times; main targets measure at least 60 px."""

CONTRAST = {"runOnly": ["color-contrast"]}


@dataclass(frozen=True)
class Facts:
    """What the catalogue says: which contents sell, and what may be suggested to a senior."""

    marketing: frozenset[str]
    calm: frozenset[str]
    held: frozenset[str]


def facts(data_dir: Path, customer_id: str) -> Facts:
    """Read the catalogue of a product that runs."""
    database = f"file:{data_dir / 'companion.db'}?mode=ro"
    with closing(sqlite3.connect(database, uri=True)) as connection:
        items = connection.execute("SELECT kind, id, grade, product_type, attributes FROM items")
        rows = [
            (kind, id_, grade, type_, json.loads(more)) for kind, id_, grade, type_, more in items
        ]
        held = connection.execute("SELECT held FROM customers WHERE id = ?", [customer_id])
        mine = held.fetchone()
    return Facts(
        marketing=frozenset(
            id_
            for kind, id_, _, _, more in rows
            if kind == "content" and more.get("purpose") == "marketing"
        ),
        calm=frozenset(
            id_
            for kind, id_, grade, type_, _ in rows
            if kind == "product" and grade == 1 and type_ == "deposit"
        ),
        held=frozenset(json.loads(mine[0])) if mine else frozenset(),
    )


async def senior_faults(page: Page, known: Facts) -> list[str]:
    """List what the senior edition forbids and this page shows."""
    seen: dict[str, Any] = await page.evaluate(MEASURE, LEAST)
    contrast = (await Axe().run(page, options=CONTRAST)).response["violations"]
    suggested = set(seen["products"]) - known.calm - known.held
    return [
        *([f"scrolls sideways: {seen['wide']} px"] if seen["wide"] else []),
        *(f"small words: {one}" for one in seen["fonts"]),
        *(f"small target: {one}" for one in seen["targets"]),
        *(f"weak contrast: {node['html'][:120]}" for one in contrast for node in one["nodes"]),
        *(f"marketing card: {one}" for one in sorted(set(seen["contents"]) & known.marketing)),
        *(f"suggested, but no deposit of R1: {one}" for one in sorted(suggested)),
    ]
