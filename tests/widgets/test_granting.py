"""Ports granted by name."""

import pytest

from tests.widgets.fakes import context, filled
from widgets.errors import NotGranted
from widgets.granting import granted


async def test_a_named_port_answers():
    ports = granted(context(filled()).ports, "balances", ("bank",))
    assert await ports.bank.accounts("c1")


async def test_a_port_that_the_needs_do_not_name_is_refused_by_its_name():
    ports = granted(context(filled()).ports, "balances", ("bank",))
    with pytest.raises(NotGranted, match="'balances' uses the port 'notices'"):
        await ports.notices.current("c1")
