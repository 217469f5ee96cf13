"""The doctor: each finding names what is wrong."""

import asyncio

from dashboard.operations.doctor import examine


def _states(findings):
    return {one.name: one.state for one in findings}


async def test_healthy_database_is_ok(settings, root):
    assert _states(await examine(settings))["database"] == "ok"


async def test_absent_redis_is_a_warning_and_never_bad(settings, root):
    assert _states(await examine(settings))["redis"] == "warning"


async def test_living_redis_is_ok(settings, root, valkey_url):
    connected = settings.model_copy(update={"redis_url": _secret(valkey_url)})
    assert _states(await examine(connected))["redis"] == "ok"


async def test_unreachable_database_is_bad(settings, tmp_path):
    lost = "sqlite+aiosqlite:////no/such/folder/companion.db"
    broken = settings.model_copy(update={"database_url": _secret(lost)})
    assert _states(await examine(broken))["database"] == "bad"
    await asyncio.sleep(0.1)  # The driver's thread still tells this loop that it failed.


async def test_folder_that_others_may_read_is_a_warning(settings):
    settings.data_dir.chmod(0o755)
    assert _states(await examine(settings))["data folder"] == "warning"


async def test_what_is_kept_is_told(settings, root):
    found = {one.name: one for one in await examine(settings)}["kept"]
    assert found.state == "ok"
    assert found.text.startswith("0 decisions" if settings.database_url else "Nothing")


def _secret(text):
    from pydantic import SecretStr

    return SecretStr(text)
