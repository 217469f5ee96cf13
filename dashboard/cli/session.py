"""What commands share: a Root for the time of the command, and the loop it runs in."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any

from pydantic import SecretStr

from dashboard import wiring
from dashboard.processes.valkey import running_address
from dashboard.settings import Settings


def run_async(work: Coroutine[Any, Any, None]) -> None:
    """Run a command's coroutine to its end."""
    asyncio.run(work)


def configured() -> Settings:
    """Return the settings, with the embedded Valkey of this data folder if it answers."""
    settings = Settings()
    if settings.redis_url is None:
        address = running_address(settings.data_dir)
        settings.redis_url = SecretStr(address) if address else None
    return settings


@asynccontextmanager
async def opened() -> AsyncIterator[wiring.Root]:
    """Give a started Root of the configured data folder, and stop it at the end."""
    root = wiring.open_root(configured())
    await root.start()
    try:
        yield root
    finally:
        await root.stop()
