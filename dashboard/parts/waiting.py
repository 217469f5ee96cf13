"""Customers who wait for an answer, as the desk lists them."""

from pydantic import BaseModel

from dashboard.parts.thread import about_of
from dashboard.wiring import Services
from recommender.ports import Actor


class Waiting(BaseModel):
    """A customer who waits, with what the last message says and what it is about."""

    customer_id: str = ""
    names: dict[str, str] = {}
    asks_call: bool = False
    text: str = ""
    at: str = ""
    about: dict[str, str] = {}
    decision_id: str = ""


async def who_waits(app: Services, actor: Actor) -> list[Waiting]:
    """List the actor's own customers who wait, the longest first."""
    found = await app.life.advice.unanswered(actor)
    cards = await app.bank.customers(actor, [one.customer_id for one in found])
    titles = await app.root.catalogue.now()
    return [
        Waiting(
            customer_id=one.customer_id,
            names=cards[one.customer_id].names if one.customer_id in cards else {},
            asks_call=one.asks_call,
            text=one.text,
            at=one.at.isoformat(),
            about=about_of(one, titles),
            decision_id=one.decision_id or "",
        )
        for one in found
    ]
