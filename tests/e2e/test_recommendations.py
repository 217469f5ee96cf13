"""A thousand answers of the running product, held against the bank's own tables."""

import asyncio
import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from datetime import date

import httpx
import pytest
import pytest_asyncio

from dashboard.processes.checkout import ROOT

pytestmark = pytest.mark.browser  # It needs the running product, though no browser.

CALLS = 1000
AT_ONCE = 8
LEAST_ITEMS, MOST_ITEMS = 5, 10
LEAST_COVERAGE = 0.6


@dataclass(frozen=True)
class Customer:
    """What the bank knows of one customer."""

    capacity: int
    qualified: bool
    senior: bool
    held: frozenset[str]


@dataclass(frozen=True)
class Product:
    """What the bank knows of one product."""

    grade: int
    is_open: bool
    is_private: bool
    is_single: bool


@pytest.fixture(scope="module")
def bank(product):
    """Read customers and products with plain SQL, not through our own services."""
    address = f"file:{product.data_dir / 'companion.db'}?mode=ro"
    today = date.today().isoformat()  # noqa: DTZ011  # Expiry dates lie days away from midnight.
    with closing(sqlite3.connect(address, uri=True)) as connection:
        customers = {
            row[0]: Customer(
                capacity=row[1] if row[1] and row[2] and row[2] >= today else 0,
                qualified=bool(row[3] and row[3] >= today),
                senior=bool(row[4]),
                held=frozenset(json.loads(row[5])),
            )
            for row in connection.execute(
                "SELECT id, capacity, assessed_until, qualified_until, senior, held FROM customers"
            )
        }
        products = {
            row[0]: Product(row[1] or 0, row[2] == "open", bool(row[3]), bool(row[4]))
            for row in connection.execute(
                "SELECT id, grade, state, private, single_hold FROM items WHERE kind = 'product'"
            )
        }
    return customers, products


@pytest.fixture(scope="module")
def key(product):
    """Make a key as an operator does."""
    command = [sys.executable, "-m", "dashboard.cli", "keys", "create", "thousand", "--json"]
    scopes = ["--scope", "recommend:read", "--scope", "decisions:read", "--per-minute", "1000000"]
    settings = {"COMPANION_DATA_DIR": str(product.data_dir), "COMPANION_MODE": "demo"}
    made = subprocess.run(
        [*command, *scopes],
        cwd=ROOT,
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return json.loads(made.stdout)["secret"]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def answers(product, bank, key):
    """Ask for every other customer's products, and let each decision be made again."""
    customers, _ = bank
    chosen = sorted(customers)[:: max(1, len(customers) // CALLS)][:CALLS]
    limiter = asyncio.Semaphore(AT_ONCE)
    headers = {"Authorization": f"Bearer {key}"}
    async with httpx.AsyncClient(base_url=product.url, headers=headers, timeout=30) as client:

        async def ask(customer_id):
            async with limiter:
                asked = {"kinds": "product", "limit": MOST_ITEMS}
                path = f"/api/v1/customers/{customer_id}/recommendations"
                answer = (await client.get(path, params=asked)).raise_for_status().json()
                again = await client.post(f"/api/v1/decisions/{answer['decision_id']}/replay")
                return customer_id, answer, again.raise_for_status().json()

        return await asyncio.gather(*(ask(one) for one in chosen))


async def test_thousand_customers_were_asked(answers):
    assert len(answers) == CALLS


async def test_five_to_ten_items_unless_fewer_are_allowed(answers):
    for customer_id, answer, _ in answers:
        shown = len(answer["items"])
        assert min(LEAST_ITEMS, answer["allowed"]) <= shown <= MOST_ITEMS, customer_id


async def test_allowed_and_withheld_are_the_catalogue_exactly(answers, bank):
    for customer_id, answer, _ in answers:
        withheld = sum(one["count"] for one in answer["withheld"])
        assert answer["allowed"] + withheld == len(bank[1]), customer_id


async def test_nothing_above_capacity_held_or_unavailable_is_shown(answers, bank):
    customers, products = bank
    for customer_id, answer, _ in answers:
        customer = customers[customer_id]
        for item in answer["items"]:
            shown = products[item["id"]]
            assert shown.grade <= customer.capacity, (customer_id, item["id"])
            assert shown.is_open, (customer_id, item["id"])
            assert customer.qualified or not shown.is_private, (customer_id, item["id"])
            assert not (shown.is_single and item["id"] in customer.held), (customer_id, item["id"])


async def test_not_everybody_gets_the_same_ten(answers, bank):
    customers, products = bank
    shown = {item["id"] for _, answer, _ in answers for item in answer["items"]}
    best = max(one.capacity for one in customers.values())
    allowed = {id_ for id_, one in products.items() if one.is_open and one.grade <= best}
    assert len(shown) / len(allowed) >= LEAST_COVERAGE


async def test_shares_and_values_of_the_reasons_add_up(answers):
    for _, answer, _ in answers:
        for item in answer["items"]:
            reasons = item["reasons"]
            assert sum(one["share"] for one in reasons) == pytest.approx(1, abs=1e-3)
            assert sum(one["value"] for one in reasons) == pytest.approx(item["score"], abs=1e-3)


async def test_stored_inputs_recompute_each_list(answers):
    different = [replay["decision_id"] for _, _, replay in answers if not replay["equal"]]
    assert different == []
