"""The whole home with its data in one round trip."""

from typing import Annotated

from fastapi import APIRouter, Response

from dashboard.api.base import Call, reads
from dashboard.home.model import Home
from recommender.ports import CUSTOMER
from widgets.tile import Tile

router = APIRouter(prefix="/api/v1/customers/{customer_id}/home", tags=["home"])


@router.get("")
async def open_home(
    call: Annotated[Call, reads(CUSTOMER)], customer_id: str, response: Response
) -> Home:
    """Return the layout and every tile with its data; each tile has its own state."""
    customer = call.customer(customer_id)
    home = await call.app.home.open(call.actor, customer, call.language)
    named = [_named(one, call) for one in home.tiles]
    response.headers["ETag"] = f'"{home.layout.version}"'
    response.headers["Cache-Control"] = "private, no-store"
    return home.model_copy(update={"tiles": named})


def _named(tile: Tile, call: Call) -> Tile:
    """Give a tile the title of its kind: a client knows no kinds."""
    kind = call.app.root.partners.kinds[tile.kind]
    title = tile.title or kind.title_in(call.language)
    return tile.model_copy(update={"title": title, "icon": tile.icon or kind.icon})
