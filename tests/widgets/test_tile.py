"""Tiles: one slow or broken widget costs only itself."""

import asyncio
from dataclasses import replace

import pytest

from tests.widgets.fakes import context, filled
from widgets import tile
from widgets.errors import UnknownKind
from widgets.registry import widget


async def test_unknown_kind_is_an_error_state():
    assert (await tile.load("t1", "no_such", {}, context(filled()))).state == "error"


async def test_slow_widget_is_cut_off_at_its_own_limit(monkeypatch):
    async def slow(_context, _config):
        await asyncio.sleep(30)

    hung = replace(widget("balances"), load=slow, timeout_seconds=0.05)
    monkeypatch.setattr(tile, "widget", lambda kind: hung)
    loaded = await asyncio.wait_for(tile.load("t1", "balances", {}, context(filled())), 5)
    assert loaded.state == "error"


async def test_crashing_widget_shows_no_stack_words(monkeypatch):
    async def broken(_context, _config):
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(tile, "widget", lambda kind: replace(widget("balances"), load=broken))
    loaded = await tile.load("t1", "balances", {}, context(filled()))
    assert loaded.state == "error"
    assert "division" not in loaded.message


def test_registry_names_the_unknown_kind():
    with pytest.raises(UnknownKind, match="no_such"):
        widget("no_such")


def test_settings_of_a_kind_are_checked():
    assert tile.is_valid_config("dues", {"days": 30})
    assert not tile.is_valid_config("dues", {"days": 0})
    assert not tile.is_valid_config("no_such", {})
