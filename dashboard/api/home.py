"""The whole home with its data in one round trip, or as lines that are sent as they are ready."""

import gzip
from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Header, Query, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel

from dashboard.api.base import Call, reads
from dashboard.home.model import Home, Opened
from dashboard.home.service import HomeService
from dashboard.layouts.model import TILES_MAX
from recommender.ports import CUSTOMER
from widgets.tile import Tile

router = APIRouter(prefix="/api/v1/customers/{customer_id}/home", tags=["home"])

LINES = "application/x-ndjson"
GZIP_LEVEL = 5
MOST_NAMED = TILES_MAX * 65


@router.get("", response_model=Home, responses={200: {"content": {LINES: {}}}})
async def open_home(
    call: Annotated[Call, reads(CUSTOMER)],
    customer_id: str,
    tiles: Annotated[
        str, Query(max_length=MOST_NAMED, description="Ids of tiles, by comma; empty for all.")
    ] = "",
    accept: Annotated[str, Header(max_length=400)] = "",
    accept_encoding: Annotated[str, Header(max_length=400)] = "",
) -> Any:
    """Return the layout and every tile with its data; each tile has its own state.

    With `Accept: application/x-ndjson` the first line is the home with the tiles that are quick,
    and each further line one tile, as it arrives.
    """
    customer, home = call.customer(customer_id), call.app.home
    if LINES in accept:
        return await _streamed(home, await home.begin(call.actor, customer, call.language))
    only = [one for one in tiles.split(",") if one] or None
    found = await home.open(call.actor, customer, call.language, only=only)
    named = found if only else found.model_copy(update={"tiles": _named(found.tiles, call)})
    return _packed(named, accept_encoding)


def _named(tiles: list[Tile], call: Call) -> list[Tile]:
    """Give each tile the title and icon of its kind: a client of a whole home knows no kinds."""
    kinds = call.app.root.partners.kinds
    return [
        tile.model_copy(
            update={
                "title": tile.title or kinds[tile.kind].title_in(call.language),
                "icon": tile.icon or kinds[tile.kind].icon,
            }
        )
        for tile in tiles
    ]


def _packed(found: Home, accepted: str) -> Response:
    """Answer in a tenth of the bytes where the client takes them."""
    body, headers = found.model_dump_json().encode(), _headers(found) | {"Vary": "Accept-Encoding"}
    if "gzip" in accepted:
        body, headers["Content-Encoding"] = gzip.compress(body, GZIP_LEVEL), "gzip"
    return Response(body, media_type="application/json", headers=headers)


async def _streamed(home: HomeService, opened: Opened) -> Response:
    headers = _headers(opened.home)
    return StreamingResponse(_lines(home, opened), media_type=LINES, headers=headers)


async def _lines(home: HomeService, opened: Opened) -> AsyncIterator[str]:
    yield _line(opened.home)
    rest = home.rest_of(opened.follow) if opened.follow else None
    if rest is None:
        return
    async for tiles in rest.batches():
        for tile in tiles:
            yield _line(tile)


def _line(one: BaseModel) -> str:
    return one.model_dump_json() + "\n"


def _headers(home: Home) -> dict[str, str]:
    return {"ETag": f'"{home.layout.version}"', "Cache-Control": "private, no-store"}
