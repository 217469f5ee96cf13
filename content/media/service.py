"""Takes and gives pictures; what a file is, its first bytes say, never its name."""

import secrets

from pydantic import BaseModel

from content.media.repository import MediaRepository, Picture
from recommender.errors import Invalid, NotAllowed, NotFound
from recommender.ports import MARKETER, REVIEWER, Actor, AuditSink, Clock

MOST_BYTES = 2 * 1024 * 1024
WEBP_MARK = slice(8, 12)


class MediaView(BaseModel):
    """An uploaded picture; `image` is what a card's content names."""

    name: str
    image: str
    url: str
    mime: str
    size: int


class MediaService:
    """Pictures for cards: uploaded by the studio, readable by whoever knows the random name."""

    def __init__(self, repository: MediaRepository, audit: AuditSink, clock: Clock) -> None:
        self._repository = repository
        self._audit = audit
        self._clock = clock

    async def put(self, actor: Actor, data: bytes) -> MediaView:
        """Store a PNG, JPEG or WebP picture of at most 2 MB under a random name."""
        if not actor.has(MARKETER, REVIEWER):
            raise NotAllowed("Only marketers and reviewers upload pictures.")
        if len(data) > MOST_BYTES:
            raise Invalid("A picture may have at most 2 MB.")
        mime, ending = type_of(data)
        name = f"{secrets.token_hex(16)}.{ending}"
        await self._repository.add(name, Picture(mime, data), actor.id, self._clock.now())
        await self._audit.record(actor, "media.put", f"media:{name}", {"size": len(data)})
        return MediaView(
            name=name,
            image=f"media:{name}",
            url=f"/api/v1/media/{name}",
            mime=mime,
            size=len(data),
        )

    async def get(self, name: str) -> Picture:
        """Return a picture."""
        picture = await self._repository.get(name)
        if picture is None:
            raise NotFound("There is no such picture.")
        return picture


def type_of(data: bytes) -> tuple[str, str]:
    """Return MIME type and file ending by the first bytes; anything else is refused."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png", "png"
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg", "jpg"
    if data.startswith(b"RIFF") and data[WEBP_MARK] == b"WEBP":
        return "image/webp", "webp"
    raise Invalid("Only PNG, JPEG and WebP pictures can be used.")
