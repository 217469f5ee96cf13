"""Content cards: authoring, four eyes, publishing, results; and reading what is published."""

from typing import Annotated, Any

from fastapi import APIRouter, Header, Path, Query, Response
from pydantic import BaseModel, Field

from content.cards.markup import Block, blocks
from content.cards.model import CardContent, CardId, CardView, LiveCard, Standing, VersionView
from content.checks import Finding
from content.results.model import Results
from content.shelf import image_url, minutes_of
from dashboard.api.base import Call, reads, writes
from dashboard.errors import PreconditionRequired
from dashboard.people.roles import COMPLIANCE, EVERYONE, MARKETER, REVIEWER
from recommender.changes.model import State
from recommender.language import pick

router = APIRouter(prefix="/api/v1/cards", tags=["cards"])
Reading = Annotated[Call, reads(MARKETER, REVIEWER)]
Writing = Annotated[Call, writes(MARKETER, REVIEWER)]
Deciding = Annotated[Call, writes(REVIEWER)]
OneCard = Annotated[str, Path(pattern=r"^[A-Za-z0-9._:-]{1,64}$")]
IfMatch = Annotated[str | None, Header(description="The ETag that the change was made from.")]


class CardIn(BaseModel):
    """A new card; without an id it gets a random one."""

    id: CardId | None = None
    content: CardContent


class Note(BaseModel):
    """Words to a step."""

    note: str = Field("", max_length=2000)


class Approval(Note):
    """The approval of exactly the content with this hash."""

    content_hash: str = Field(pattern=r"^[0-9a-f]{64}$")


class Reason(BaseModel):
    """Why a card is taken from its readers."""

    reason: str = Field("", max_length=500)


class CardList(BaseModel):
    """Cards, the last changed first."""

    cards: list[CardView]


class Versions(BaseModel):
    """Versions, the newest first."""

    versions: list[VersionView]


class Change(BaseModel):
    """One field that differs between two versions."""

    field: str
    before: Any
    after: Any


class Findings(BaseModel):
    """What the checks found."""

    findings: list[Finding]


class Article(BaseModel):
    """A published card in one language, its body as blocks without any HTML."""

    id: str
    number: int
    kind: str
    title: str
    summary: str
    blocks: list[Block]
    image_url: str
    minutes: int
    topics: list[str]
    products: list[str]


@router.get("")
async def list_cards(
    call: Reading,
    state: Annotated[State | None, Query(description="Workflow state of the newest.")] = None,
    standing: Annotated[Standing | None, Query(description="Where readers see it.")] = None,
) -> CardList:
    """List the cards."""
    cards = await call.app.cards.list(call.actor)
    return CardList(
        cards=[
            card
            for card in cards
            if state in (None, card.state) and standing in (None, card.standing)
        ]
    )


@router.post("", status_code=201)
async def create_card(call: Writing, card: CardIn, response: Response) -> CardView:
    """Make a card with version 1, a draft."""
    made = await call.app.cards.create(call.actor, card.content, card_id=card.id)
    response.headers["Location"] = f"/api/v1/cards/{made.id}"
    return _tagged(made, response)


@router.get("/{card_id}")
async def get_card(call: Reading, card_id: OneCard, response: Response) -> CardView:
    """Return a card with its newest version; the ETag is the condition of the next change."""
    return _tagged(await call.app.cards.get(call.actor, card_id), response)


@router.put("/{card_id}")
async def put_card(
    call: Writing,
    card_id: OneCard,
    content: CardContent,
    response: Response,
    if_match: IfMatch = None,
) -> CardView:
    """Save an edit: 428 without If-Match, 412 when it is stale; what is live stays live."""
    if if_match is None:
        raise PreconditionRequired("Send If-Match with the ETag of the card that you changed.")
    base = if_match.strip().removeprefix("W/").strip('"')
    return _tagged(await call.app.cards.save(call.actor, card_id, content, base=base), response)


@router.get("/{card_id}/checks")
async def check_card(call: Reading, card_id: OneCard) -> Findings:
    """Run the checks on the newest version."""
    card = await call.app.cards.get(call.actor, card_id)
    return Findings(findings=list(await call.app.cards.checks(card.content)))


@router.post("/{card_id}/submit")
async def submit_card(call: Writing, card_id: OneCard, note: Note) -> CardView:
    """Hand the newest version to the reviewers; 422 names what a check forbids."""
    return await call.app.cards.submit(call.actor, card_id, note.note)


@router.post("/{card_id}/approve")
async def approve_card(call: Deciding, card_id: OneCard, approval: Approval) -> CardView:
    """Approve exactly the version with this hash; 403 for whoever edited a part of it."""
    return await call.app.cards.approve(
        call.actor, card_id, content_hash=approval.content_hash, note=approval.note
    )


@router.post("/{card_id}/request-changes")
async def request_changes(call: Deciding, card_id: OneCard, note: Note) -> CardView:
    """Send the version back with a note."""
    return await call.app.cards.request_changes(call.actor, card_id, note.note)


@router.post("/{card_id}/publish")
async def publish_card(call: Writing, card_id: OneCard) -> CardView:
    """Put the approved version before its audience, from its start to its end."""
    return await call.app.cards.publish(call.actor, card_id)


@router.post("/{card_id}/withdraw")
async def withdraw_card(call: Writing, card_id: OneCard, reason: Reason) -> CardView:
    """Take the card from its readers at once."""
    return await call.app.cards.withdraw(call.actor, card_id, reason.reason)


@router.get("/{card_id}/versions")
async def list_versions(call: Reading, card_id: OneCard) -> Versions:
    """List the versions, the newest first."""
    return Versions(versions=list(await call.app.cards.versions(call.actor, card_id)))


@router.get("/{card_id}/versions/compare")
async def compare_versions(
    call: Reading,
    card_id: OneCard,
    before: Annotated[int, Query(ge=1, le=2**31 - 1)],
    after: Annotated[int, Query(ge=1, le=2**31 - 1)],
) -> list[Change]:
    """List the fields that differ between two versions."""
    found = await call.app.cards.compare(call.actor, card_id, before, after)
    return [Change(field=one.field, before=one.before, after=one.after) for one in found]


@router.get("/{card_id}/results")
async def card_results(
    call: Annotated[Call, reads(MARKETER, REVIEWER, COMPLIANCE)], card_id: OneCard
) -> Results:
    """Count impressions, clicks, dismissals and reads over the raw events."""
    return await call.app.results.of_card(call.actor, card_id)


@router.get("/{card_id}/read")
async def read_card(call: Annotated[Call, reads(*EVERYONE)], card_id: OneCard) -> Article:
    """Return the published card as its reader may see it; 404 for everybody else."""
    return _article(await call.app.reading.open(call.actor, card_id), call.language)


def _article(card: LiveCard, language: str) -> Article:
    content = card.content
    return Article(
        id=card.id,
        number=card.number,
        kind=content.kind,
        title=pick(content.title, language),
        summary=pick(content.summary, language),
        blocks=blocks(pick(content.body, language)),
        image_url=image_url(content.image),
        minutes=minutes_of(content),
        topics=list(content.topics),
        products=list(content.products),
    )


def _tagged(card: CardView, response: Response) -> CardView:
    response.headers["ETag"] = f'"{card.content_hash}"'
    response.headers["Cache-Control"] = "private, no-cache"
    return card
