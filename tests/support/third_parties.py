"""Third parties of a running product: their kinds registered, approved and placed over HTTP."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import httpx

from tests.support.product import ProductServer

LAYOUT = "/api/v1/customers/me/layout"


@contextmanager
def session(product: ProductServer, account: str) -> Iterator[httpx.Client]:
    """Give the client of somebody who is signed in."""
    told = {"account": account, "password": "demo"}
    with httpx.Client(base_url=product.url, timeout=30) as client:
        client.post("/api/v1/session", json=told).raise_for_status()
        yield client


def approve(product: ProductServer, kind: str) -> None:
    """Approve the newest version of a kind, as a reviewer does."""
    with session(product, "reviewer1") as reviewer:
        found = reviewer.get(f"/api/v1/widgets/{kind}").raise_for_status().json()
        approval = {"content_hash": found["content_hash"]}
        reviewer.post(f"/api/v1/widgets/{kind}/approve", json=approval).raise_for_status()


def register(product: ProductServer, told: dict[str, Any]) -> str:
    """Register and submit a manifest with a key of its own, and have it approved."""
    key = product.key("widgets:write")
    with httpx.Client(base_url=product.url, headers=key, timeout=30) as client:
        made = client.post("/api/v1/widgets", json=told).raise_for_status().json()
        client.post(f"/api/v1/widgets/{made['kind']}/submit", json={}).raise_for_status()
    approve(product, made["kind"])
    return str(made["kind"])


def place(product: ProductServer, account: str, kinds: Sequence[str]) -> None:
    """Put cards of these kinds below whatever lies on a customer's home."""
    with session(product, account) as customer:
        layout = customer.get(LAYOUT).json()
        for kind in kinds:
            layout["tiles"][kind] = {"kind": kind}
            for breakpoint_, width in (("desktop", 3), ("tablet", 3), ("phone", 1)):
                lying = layout["places"][breakpoint_]
                bottom = max((one["y"] + one["h"] for one in lying), default=0)
                lying.append({"tile": kind, "x": 0, "y": bottom, "w": width, "h": 2})
        known = {name: layout[name] for name in ("tiles", "places", "own")}
        customer.put(LAYOUT, json=known, headers={"If-Match": "*"}).raise_for_status()
