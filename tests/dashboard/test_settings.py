"""Settings."""

from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from dashboard.clock import BankClock
from dashboard.settings import Mode, Settings


def test_production_is_the_default():
    assert Settings().mode is Mode.PRODUCTION


def test_demo_always_binds_to_loopback():
    assert Settings(mode=Mode.DEMO, host="0.0.0.0").host == "127.0.0.1"  # noqa: S104


def test_clock_is_pinned_in_demo_mode_only():
    with pytest.raises(ValidationError, match="demo mode only"):
        Settings(now=datetime(2026, 6, 15, tzinfo=UTC))


def test_postgres_address_gets_its_async_driver():
    settings = Settings(database_url="postgresql://u:p@h/d")
    assert settings.database == "postgresql+asyncpg://u:p@h/d"


def test_secrets_are_not_printed():
    assert "geheim" not in repr(Settings(database_url="postgresql://u:geheim@h/d", secret="geheim"))


def test_instances_differ_by_data_folder(tmp_path):
    here, there = Settings(data_dir=tmp_path / "a"), Settings(data_dir=tmp_path / "b")
    assert here.instance != there.instance
    assert len(here.instance) == 8


def test_every_setting_says_what_it_means():
    assert all(field.description for field in Settings.model_fields.values())


def test_day_of_the_bank_starts_in_its_own_zone():
    clock = BankClock(Settings().zone, datetime(2026, 6, 15, 16, 30, tzinfo=UTC))
    assert clock.today().day == 16
    assert clock.now().day == 15
