"""What the loss of Valkey costs the home: its 95th percentile with and without."""

import asyncio

from tests.support.product import ProductServer
from tests.support.story import somebody
from tests.support.valkey_loss import LOSSES, home_p95_ms, wait_until_back

CALLS = 200
TARGETS = {f"{loss}_times_normal": 2.0 for loss in LOSSES}


async def measure(product: ProductServer) -> dict[str, float]:
    """Measure the home of customer1, normally and in each kind of loss."""
    return await asyncio.to_thread(_measure, product)


def _measure(product: ProductServer) -> dict[str, float]:
    figures: dict[str, float] = {}
    with somebody(product.url, "customer1") as client:
        home_p95_ms(client, CALLS // 4)
        normal = home_p95_ms(client, CALLS)
        figures["normal_p95_ms"] = round(normal, 1)
        for name, loss in LOSSES.items():
            with loss(product.data_dir):
                without = home_p95_ms(client, CALLS)
            wait_until_back(product.url)
            figures[f"{name}_p95_ms"] = round(without, 1)
            figures[f"{name}_times_normal"] = round(without / normal, 2)
    return figures
