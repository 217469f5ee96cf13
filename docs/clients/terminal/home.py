"""A home in a terminal, from its JSON alone.

COMPANION_PASSWORD=demo python home.py http://127.0.0.1:8000 customer1 --lang en
"""

import argparse
import os
from datetime import datetime
from typing import Any

import httpx
from rich.columns import Columns
from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

TONES = {"good": "green", "bad": "red", "warn": "yellow", "info": "cyan"}
SYMBOLS = {"CNY": "¥", "USD": "$", "EUR": "€", "HKD": "HK$"}
Json = dict[str, Any]


def opened(base: str, account: str, language: str) -> Json:
    """Sign in and fetch the home."""
    with httpx.Client(base_url=base, timeout=20) as client:
        told = {"account": account, "password": os.environ["COMPANION_PASSWORD"]}
        client.post("/api/v1/session", json=told).raise_for_status()
        answer = client.get("/api/v1/customers/me/home", params={"lang": language})
        home: Json = answer.raise_for_status().json()
        client.delete("/api/v1/session")
    return home


def value(told: Json | None) -> str:
    """Say one value of a face."""
    told = told or {"unit": "text", "text": ""}
    unit, sign = told["unit"], "+" if told.get("signed") else ""
    if unit == "money":
        digits, currency = told.get("exponent", 2), told.get("currency", "CNY")
        amount = told["minor"] / 10**digits
        return f"{SYMBOLS.get(currency, currency + ' ')}{amount:{sign},.{digits}f}"
    if unit == "percent":
        return f"{told['share'] * 100:{sign}.{told.get('digits', 0)}f} %"
    if unit == "number":
        digits = told.get("digits", 0)
        return f"{told['scaled'] / 10**digits:,.{digits}f}{told.get('suffix', '')}"
    if unit == "when":
        return f"{datetime.fromisoformat(told['at']):%Y-%m-%d %H:%M}"
    return str(told.get("on") or told.get("text", ""))


def figure(block: Json) -> RenderableType:
    """Draw the one figure of a card."""
    delta = Text(value(block.get("delta")), TONES.get(block.get("tone", ""), "dim"))
    lines = [
        block.get("label", ""),
        Text(value(block["value"]), "bold"),
        delta,
        block.get("note", ""),
    ]
    return Group(*(Text(one, "dim") if isinstance(one, str) else one for one in lines if str(one)))


def rows(block: Json) -> RenderableType:
    """Draw a list."""
    table = Table.grid(expand=True, padding=(0, 1))
    table.add_column(ratio=1)
    table.add_column(justify="right")
    for row in block["rows"][:8]:
        table.add_row(row["title"], value(row.get("value")))
    return table


def amount(told: Json) -> float:
    """Return the number behind a value, for a bar of its height."""
    return float(told.get("minor", told.get("scaled", told.get("share", 0))))


def chart(block: Json) -> RenderableType:
    """Draw a chart by its sentence, and its first series as bars."""
    numbers = [amount(one) for one in block["series"][0]["values"]]
    top = max([abs(one) for one in numbers] + [1])
    bars = "".join("▁▂▃▄▅▆▇█"[round(7 * max(one, 0) / top)] for one in numbers[-48:])
    return Group(Text(bars, "cyan"), Text(block["alt"], "dim"))


def progress(block: Json) -> RenderableType:
    """Draw how far something has come."""
    return Group(Text(block["label"]), ProgressBar(100, block["share"] * 100, width=24))


def table(block: Json) -> RenderableType:
    """Draw a table."""
    drawn = Table(*[one["title"] for one in block["columns"]], expand=True)
    for row in block["rows"][:12]:
        drawn.add_row(*[value(one) for one in row])
    return drawn


def sentence(block: Json) -> RenderableType:
    """Draw a sentence."""
    return Text(block["text"], TONES.get(block.get("tone", ""), ""))


DRAWN = {
    "figure": figure,
    "rows": rows,
    "chart": chart,
    "progress": progress,
    "table": table,
    "note": sentence,
}


def card(tile: Json) -> Panel:
    """Draw one card in whatever state it is."""
    blocks = tile["data"].get("blocks", []) if tile["state"] in ("ready", "partial") else []
    drawn = [DRAWN[one["type"]](one) for one in blocks if one["type"] in DRAWN]
    if not blocks and tile["data"].get("rows"):  # A ranked list is no face.
        drawn = [rows(tile["data"])]
    told = drawn or [Text(tile["message"] or tile["state"], "dim")]
    title, source = tile["title"] or tile["kind"], tile.get("source", "")
    return Panel(Group(*told), title=title, subtitle=source, width=60)


def main() -> None:
    """Print the home."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("base")
    arguments.add_argument("account")
    arguments.add_argument("--lang", default="zh-Hans", choices=("zh-Hans", "zh-Hant", "en"))
    given = arguments.parse_args()
    home = opened(given.base, given.account, given.lang)
    order = sorted(home["layout"]["places"]["desktop"], key=lambda place: (place["y"], place["x"]))
    tiles = {one["id"]: one for one in home["tiles"]}
    Console().print(Columns([card(tiles[one["tile"]]) for one in order if one["tile"] in tiles]))


if __name__ == "__main__":
    main()
