"""What is kept of each customer of the demo: public accounts, points, papers, invoices, threads."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import numpy as np

from dashboard.bank.demo import sheets as bank_sheets
from dashboard.bank.demo.ground import Neighbourhood
from dashboard.bank.demo.people import SEGMENTS
from dashboard.bank.demo.plan import instant, months, next_month, packed_id
from dashboard.life.demo.sheets import PublicService, Texts, offer
from dashboard.life.regions import region_of
from recommender.language import ENGLISH, SIMPLIFIED

Row = dict[str, Any]
POINTS, PAPERS, INVOICES, FAMILY, MESSAGES = range(20, 25)
DICE_PUBLIC, DICE_POINTS, DICE_FIRM = 31, 32, 33
MONTHS_BACK, MONTHS_AHEAD = 3, 9
NOON = 12 * 3600
OPENING = {SIMPLIFIED: "以往积分", ENGLISH: "Points from before"}
STATEMENT = {SIMPLIFIED: "{year} 年 {month} 月对账单", ENGLISH: "Statement of {month}/{year}"}
CONTRACT = {SIMPLIFIED: "{name}：产品合同", ENGLISH: "{name}: contract"}
INTEREST = {SIMPLIFIED: "{year} 年利息收入证明", ENGLISH: "Certificate of interest {year}"}


def identity(seconds: int, stream: int, number: int) -> str:
    """Return a UUIDv7 made from its instant, its stream and its number there."""
    return str(UUID(bytes=packed_id(seconds, stream, number)))


def public_accounts(here: Neighbourhood) -> Iterator[Row]:
    """Yield what public services say of each customer, in the region they live in."""
    dice = here.plan.dice(DICE_PUBLIC)
    draws = dice.random((len(here.people.ids), len(offer().service)))
    for place, customer in enumerate(here.people.ids):
        region = region_of(here.people.regions[place])
        for number, service in enumerate(offer().service):
            if region is None or region.code in service.missing:
                continue
            draw = float(draws[place, number])
            amount, told = _said(service, draw)
            yield {
                "customer_id": customer,
                "code": service.code,
                "region": region.code,
                "amount_minor": amount,
                "told": told,
                "updated_on": here.plan.anchor - timedelta(days=1 + int(draw * 6)),
            }


def points(here: Neighbourhood) -> Iterator[Row]:
    """Yield the points that everybody has from before."""
    drawn = here.plan.dice(DICE_POINTS).integers(8, 240, len(here.people.ids))
    at = here.plan.midnight(here.plan.start) + NOON
    for place, customer in enumerate(here.people.ids):
        yield {
            "id": identity(at, POINTS, place),
            "customer_id": customer,
            "subject": "opening",
            "period": "once",
            "names": OPENING,
            "points": int(drawn[place]) * 5,
            "at": instant(at),
        }


def papers(here: Neighbourhood) -> Iterator[Row]:
    """Yield statements of the past and coming months, contracts, and a certificate of interest."""
    number = 0
    for place, customer in enumerate(here.people.ids):
        for kind, subject, names, dated in _papers_of(here, place):
            at = here.plan.midnight(dated)
            yield {
                "id": identity(at, PAPERS, number),
                "customer_id": customer,
                "kind": kind,
                "subject": subject,
                "names": names,
                "dated_on": dated,
                "expires_on": None,
                "read_at": instant(at + NOON) if dated < _since(here) else None,
            }
            number += 1


def invoices(here: Neighbourhood) -> Iterator[Row]:
    """Yield what firms owe and are owed, from two months back to nine ahead."""
    dice, number = here.plan.dice(DICE_FIRM), 0
    buyers = [one for one in bank_sheets.parties() if one.kind == "buyer"]
    sellers = [one for one in bank_sheets.parties() if one.kind in ("shop", "landlord")]
    for place in firms(here):
        for week in range(-6, 40):
            direction = "out" if week % 2 else "in"
            parties = buyers if direction == "out" else sellers
            party = parties[int(dice.integers(len(parties)))]
            due = here.plan.anchor + timedelta(days=week * 7 + int(dice.integers(7)))
            paid = due + timedelta(days=int(dice.integers(-3, 12)))
            share = dice.uniform(0.04, 0.22)
            yield {
                "id": identity(here.plan.midnight(due), INVOICES, number),
                "customer_id": here.people.ids[place],
                "direction": direction,
                "party": party.name,
                "amount_minor": int(here.people.income_minor[place] * share) // 100 * 100,
                "currency": "CNY",
                "due_on": due,
                "settled_on": paid,
                "reminded_on": None,
            }
            number += 1


def payrolls(here: Neighbourhood) -> Iterator[Row]:
    """Yield what firms pay their people."""
    for place in firms(here):
        people = 4 + place % 23
        yield {
            "customer_id": here.people.ids[place],
            "day": (5, 10, 15, 25)[place % 4],
            "people": people,
            "amount_minor": people * 820_000,
            "currency": "CNY",
        }


def firms(here: Neighbourhood) -> list[int]:
    """Return the places of the customers who are firms."""
    return np.flatnonzero(here.people.segment == SEGMENTS.index("sme")).tolist()


def _said(service: PublicService, draw: float) -> tuple[int | None, Texts]:
    """Return amount and sentence of a service, from a number between 0 and 1."""
    amount = None
    if service.amount:
        low, high = service.amount
        amount = round((low + (high - low) * draw) * 100)
    number = (
        service.count[0] + int((service.count[1] - service.count[0]) * draw)
        if (service.count)
        else 0
    )
    told = {language: text.format(n=number) for language, text in service.told.items()}
    return amount, told


def _papers_of(here: Neighbourhood, place: int) -> Iterator[tuple[str, str, Texts, date]]:
    """Yield kind, subject, name and day of a customer's documents."""
    anchor, since = here.plan.anchor, here.people.since[place]
    first = _months_from(anchor, -MONTHS_BACK)
    for month in months(first, _months_from(anchor, MONTHS_AHEAD)):
        if next_month(month) > since:
            names = _named(STATEMENT, year=month.year, month=month.month)
            yield "statement", f"{month:%Y-%m}", names, next_month(month)
    for sheet in bank_sheets.products():
        if sheet.id in here.held[place]:
            names = {key: CONTRACT[key].format(name=sheet.title[key]) for key in CONTRACT}
            yield "contract", sheet.id, names, max(since, here.plan.start)
    year = anchor.year - 1
    if since.year <= year:
        yield "certificate", str(year), _named(INTEREST, year=year), date(anchor.year, 1, 15)


def _since(here: Neighbourhood) -> date:
    """Return the day from which documents have not been read yet."""
    return _months_from(here.plan.anchor, 0)


def _months_from(day: date, by: int) -> date:
    place = day.year * 12 + day.month - 1 + by
    return date(place // 12, place % 12 + 1, 1)


def _named(texts: Texts, **values: int) -> Texts:
    return {language: text.format(**values) for language, text in texts.items()}


def moment(here: Neighbourhood, days_before: int, seconds: int) -> datetime:
    """Return an instant so many days before the anchor."""
    return instant(here.plan.midnight(here.plan.anchor - timedelta(days=days_before)) + seconds)
