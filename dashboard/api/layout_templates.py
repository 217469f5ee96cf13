"""Arrangements to share, and what the bank changed in its own."""

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field, model_validator

from dashboard.api.layouts import (
    CONDITIONAL,
    LAYOUT,
    Device,
    IfMatch,
    Reading,
    ToldChange,
    Writing,
    basis,
    tagged,
    told,
)
from dashboard.layouts.model import Layout
from dashboard.layouts.templates import Code, Template

router = APIRouter(prefix=LAYOUT, tags=["layout"])


class TemplateIn(BaseModel):
    """An arrangement, or the code of a shared one."""

    model_config = ConfigDict(extra="forbid")

    template: Template | None = None
    code: Code | None = None

    @model_validator(mode="after")
    def _is_one(self) -> "TemplateIn":
        if (self.template is None) == (self.code is None):
            raise ValueError("Send either a template or a code.")
        return self


class Shared(BaseModel):
    """What to tell somebody who wants the same arrangement."""

    code: str


class NewsIn(BaseModel):
    """What to do with the bank's new home."""

    model_config = ConfigDict(extra="forbid")

    take: bool = Field(description="Take over what is new, or leave my home as it is.")


@router.get("/template")
async def open_template(call: Reading, customer_id: str) -> Template:
    """Return the arrangement without titles, account ids and other personal settings."""
    return await call.app.layouts.template(call.actor, call.customer(customer_id))


@router.post("/template/code")
async def share(call: Writing, customer_id: str) -> Shared:
    """Keep the arrangement for whoever has its code; the same arrangement has the same code."""
    return Shared(code=await call.app.layouts.share(call.actor, call.customer(customer_id)))


@router.post("/template", responses=CONDITIONAL)
async def adopt_template(
    call: Writing,
    customer_id: str,
    body: TemplateIn,
    response: Response,
    *,
    if_match: IfMatch = None,
    device: Device = "api",
) -> Layout:
    """Arrange my home like a template; cards that I have keep their personal settings."""
    layouts, customer = call.app.layouts, call.customer(customer_id)
    template = body.template or await layouts.shared(call.actor, body.code or "")
    made_from = basis(if_match, device)
    stored = await layouts.adopt_template(call.actor, customer, template, made_from)
    return tagged(stored, response)


@router.get("/news")
async def news(call: Reading, customer_id: str) -> list[ToldChange]:
    """List what the bank changed in its home since mine was made; empty when nothing."""
    return told(call, await call.app.layouts.news(call.actor, call.customer(customer_id)))


@router.post("/news", responses=CONDITIONAL)
async def take_news(
    call: Writing,
    customer_id: str,
    body: NewsIn,
    response: Response,
    *,
    if_match: IfMatch = None,
    device: Device = "api",
) -> Layout:
    """Take over what is new, where I have not changed the same; or leave everything."""
    layouts, customer = call.app.layouts, call.customer(customer_id)
    step = layouts.accept_defaults if body.take else layouts.keep_mine
    return tagged(await step(call.actor, customer, basis(if_match, device)), response)
