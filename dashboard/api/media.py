"""Pictures for cards: upload by the studio, sent to whoever knows the random name."""

from typing import Annotated

from fastapi import APIRouter, File, Path, Response, UploadFile

from content.media.service import MOST_BYTES, MediaView
from dashboard.api.base import Call, reads, writes
from dashboard.people.roles import EVERYONE, MARKETER, REVIEWER

router = APIRouter(prefix="/api/v1/media", tags=["media"])
HEADERS = {
    "Cache-Control": "public, max-age=31536000, immutable",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
}


@router.post("", status_code=201)
async def upload(
    call: Annotated[Call, writes(MARKETER, REVIEWER)], file: Annotated[UploadFile, File()]
) -> MediaView:
    """Store a PNG, JPEG or WebP picture of at most 2 MB."""
    return await call.app.media.put(call.actor, await file.read(MOST_BYTES + 1))


@router.get("/{name}", response_class=Response)
async def download(
    call: Annotated[Call, reads(*EVERYONE)],
    name: Annotated[str, Path(pattern=r"^[0-9a-f]{32}\.(png|jpg|webp)$")],
) -> Response:
    """Return a picture."""
    picture = await call.app.media.get(name)
    return Response(picture.data, media_type=picture.mime, headers=HEADERS)
