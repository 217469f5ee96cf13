"""Single cards on other sites: made by customers and integrators, framed by listed sites alone."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from fastapi.responses import HTMLResponse
from pydantic import BaseModel

from dashboard.api.base import Call, public, reads, writes
from dashboard.platform.embeds import EMBED_SCOPE, Embed, EmbedIn, NewEmbed, Shown
from dashboard.preferences.model import Language
from dashboard.wiring import Root
from recommender.ids import ExternalId
from recommender.ports import CUSTOMER

router = APIRouter(tags=["embeds"])
_OPEN = "the signed address itself says what may be shown, where, and until when"
Seeing = Annotated[Call, reads(CUSTOMER, scope=EMBED_SCOPE)]
Changing = Annotated[Call, writes(CUSTOMER, scope=EMBED_SCOPE)]
Token = Annotated[str, Path(pattern=r"^[A-Za-z0-9_.-]{40,600}$")]
Anybody = Annotated[Root, public(_OPEN)]
Wanted = Annotated[Language, Query(description="In which language it is shown.")]

_PAGE = """<!doctype html>
<html lang="zh-Hans">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Wealth Companion</title>
<link rel="stylesheet" href="/plain/face.css">
<script type="module" src="/plain/embed.js"></script>
</head>
<body class="f-embed"><main id="card" aria-live="polite"></main></body>
</html>
"""
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors {sites}"
)


class EmbedList(BaseModel):
    """A customer's cards on other sites."""

    embeds: list[Embed]


@router.post("/api/v1/customers/{customer_id}/embeds", status_code=201)
async def create_embed(call: Changing, customer_id: ExternalId, wanted: EmbedIn) -> NewEmbed:
    """Make an address that one card is framed by; 403 without the customer's consent."""
    return await call.app.embeds.create(call.actor, call.customer(customer_id), wanted)


@router.get("/api/v1/customers/{customer_id}/embeds")
async def list_embeds(call: Seeing, customer_id: ExternalId) -> EmbedList:
    """List the cards that stand on other sites; a key sees what it made."""
    embeds = await call.app.embeds.list(call.actor, call.customer(customer_id))
    return EmbedList(embeds=embeds)


@router.delete("/api/v1/customers/{customer_id}/embeds/{embed_id}", status_code=204)
async def revoke_embed(call: Changing, customer_id: ExternalId, embed_id: ExternalId) -> None:
    """End one: its page shows nothing any more."""
    await call.app.embeds.revoke(call.actor, call.customer(customer_id), embed_id)


@router.get("/embed/{token}", include_in_schema=False)
async def embed_page(token: Token, root: Anybody) -> Response:
    """Return the page that a listed site frames; it needs no cookie and gets none."""
    async with root.reading() as app:
        embed = await app.embeds.open(token)
    policy = _POLICY.format(sites=" ".join(embed.sites))
    headers = {"Content-Security-Policy": policy, "Cache-Control": "private, no-store"}
    return HTMLResponse(_PAGE, headers=headers)


@router.get("/embed/{token}/card", include_in_schema=False)
async def embed_card(
    token: Token, root: Anybody, response: Response, lang: Wanted = "zh-Hans"
) -> Shown:
    """Return the card's face."""
    response.headers["Cache-Control"] = "private, no-store"
    async with root.reading() as app:
        return await app.embeds.show(token, lang)
