"""The gallery's event handlers, without a browser."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from dashboard.errors import NotFound
from dashboard.guard import assume
from dashboard.pages.gallery import GalleryState
from dashboard.parts.home_state import HomeState
from dashboard.wiring import Root
from recommender.interactions.model import LIKE
from tests.dashboard.pages.states import serving
from tests.support.arrange import a_customer, an_rm, fill
from widgets.registry import catalogue

ME = a_customer("c1")


@pytest.fixture
async def bank(root: Root) -> AsyncIterator[Root]:
    await fill(root)
    with serving(root):
        yield root


@pytest.fixture
def me() -> Iterator[None]:
    with assume(ME):
        yield


@pytest.fixture
async def gallery(bank: Root, me: None) -> Any:
    """Give the state of a tab that has opened the gallery."""
    state: Any = GalleryState(_reflex_internal_init=True)
    await GalleryState.load.fn(state)
    return state


def _found(state: Any) -> set[str]:
    return {one.kind for one in state.shown}


async def test_only_customers_have_a_gallery(bank: Root) -> None:
    state: Any = GalleryState(_reflex_internal_init=True)
    with assume(an_rm("c1")), pytest.raises(NotFound):
        await GalleryState.load.fn(state)


async def test_every_kind_is_offered_and_none_is_loaded(gallery: Any) -> None:
    assert _found(gallery) == set(catalogue())
    assert (gallery.previews, gallery.counts[""]) == ({}, len(catalogue()))


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("BALANCE", "balances"),
        ("资产", "allocation"),
        ("資產", "allocation"),
        ("yue", "balances"),
        ("zhye", "balances"),
        ("credit debt", ""),
        ("余额", "balances"),
        ("工资", "cash_flow"),
    ],
)
async def test_words_pinyin_initials_and_synonyms_find_a_card(
    gallery: Any, words: str, kind: str
) -> None:
    await GalleryState.search.fn(gallery, words)
    assert kind in _found(gallery) if kind else not _found(gallery)
    assert len(gallery.shown) < len(gallery.offers)


async def test_a_category_holds_as_many_as_it_says(gallery: Any) -> None:
    await GalleryState.choose.fn(gallery, "messages")
    assert "notices" in _found(gallery)
    assert len(gallery.shown) == gallery.counts["messages"]


async def test_only_what_is_in_view_is_loaded(gallery: Any) -> None:
    await GalleryState.preview.fn(gallery, ["balances", "notices", "gone"])
    assert set(gallery.previews) == {"balances", "notices"}


async def test_a_card_that_is_added_is_on_the_home_and_told_to_the_engine(
    gallery: Any, bank: Root
) -> None:
    home: Any = HomeState(_reflex_internal_init=True)

    async def of_this_tab(_state: type) -> Any:
        return home

    object.__setattr__(gallery, "get_state", of_this_tab)
    await GalleryState.add.fn(gallery, "dues")
    assert home._arriving.startswith("dues-")
    async with bank.reading() as app:
        history = await app.interactions.history("c1")
    assert ("service", "dues", LIKE) in [(one.kind, one.item_id, one.action) for one in history]
