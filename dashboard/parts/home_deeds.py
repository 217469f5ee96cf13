"""Deeds on cards as the page carries them out: done, or told why not."""

from typing import Any

from dashboard.errors import NotFound
from dashboard.home.service import HomeService
from dashboard.parts.message import MessageState
from dashboard.problems import message_of
from recommender.errors import CompanionError
from recommender.ports import Actor
from widgets.base import Deed
from widgets.tile import Tile


async def carry_out(
    home: HomeService, actor: Actor, asked: tuple[str, Deed], language: str
) -> tuple[Tile, list[Any]]:
    """Do what was chosen on a card.

    Returns:
        The card as it is then, and what is to be said; nothing where it was done.
    """
    tile_id, deed = asked
    if actor.customer_id is None:
        raise NotFound("There is no customer behind this sign-in.")
    try:
        return await home.act(actor, actor.customer_id, tile_id, deed, language), []
    except CompanionError as refused:
        unchanged = await home.tile(actor, actor.customer_id, tile_id, language)
        return unchanged, [MessageState.show(message_of(refused), "error")]
