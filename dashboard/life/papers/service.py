"""Documents: listed for their customer, and written out from the ledger where they can be."""

import csv
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from io import StringIO

from dashboard.errors import NotFound
from dashboard.life.access import require_own
from dashboard.life.papers.repository import PaperRepository, StatementLine, StoredPaper
from recommender.ids import is_uuid
from recommender.language import pick
from recommender.ports import Actor, Clock
from widgets.ports import Paper

SHOWN = 60
INTEREST = ("interest",)
FILE = "/api/v1/customers/me/documents/{id}/file"
PRODUCT = "/products/{subject}"
FORMULAS = ("=", "+", "-", "@", "\t")


@dataclass(frozen=True, slots=True)
class Written:
    """A document as a file of comma-separated values."""

    name: str
    text: str


class PaperService:
    """Statements, contracts and certificates of customers."""

    def __init__(self, store: PaperRepository, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def papers(self, actor: Actor, customer_id: str) -> list[Paper]:
        """List the customer's documents, the newest first."""
        require_own(actor, customer_id)
        today = self._clock.today()
        return [_told(one, today) for one in await self._store.papers(customer_id, today, SHOWN)]

    async def mark_read(self, actor: Actor, customer_id: str, paper_id: str) -> None:
        """Note that a document has been read; the first time counts."""
        require_own(actor, customer_id)
        now = self._clock.now()
        if not (is_uuid(paper_id) and await self._store.mark_read(customer_id, paper_id, now)):
            raise NotFound("There is no such document.")

    async def file(self, actor: Actor, customer_id: str, paper_id: str, language: str) -> Written:
        """Write a statement or a certificate of interest out of the ledger.

        Raises:
            NotFound: The customer has no such document, or it is a contract.
        """
        require_own(actor, customer_id)
        paper = await self._store.paper(customer_id, paper_id) if is_uuid(paper_id) else None
        if paper is None or paper.kind == "contract":
            raise NotFound("There is no such document.")
        first, last = _span(paper.subject)
        kinds = INTEREST if paper.kind == "certificate" else ()
        lines = await self._store.lines(customer_id, first, last, kinds)
        return Written(f"{paper.kind}-{paper.subject}.csv", _csv(lines, language))


def _told(paper: StoredPaper, today: date) -> Paper:
    is_expired = paper.expires_on is not None and paper.expires_on < today
    href = PRODUCT if paper.kind == "contract" else FILE
    return Paper.model_validate(
        {
            "id": paper.id,
            "kind": paper.kind,
            "name": paper.names,
            "dated_on": paper.dated_on,
            "state": "expired" if is_expired else "read" if paper.is_read else "new",
            "href": href.format(id=paper.id, subject=paper.subject),
        }
    )


def _span(subject: str) -> tuple[date, date]:
    """Return first and last day of a month (`2026-05`) or of a year (`2025`)."""
    year, _, month = subject.partition("-")
    if not month:
        return date(int(year), 1, 1), date(int(year), 12, 31)
    last = monthrange(int(year), int(month))[1]
    return date(int(year), int(month), 1), date(int(year), int(month), last)


def _csv(lines: list[StatementLine], language: str) -> str:
    """Write lines as a table; a text that a spreadsheet would run as a formula is quoted."""
    file = StringIO()
    writer = csv.writer(file)
    writer.writerow(("date", "account", "kind", "party", "amount", "currency"))
    for one in lines:
        amount = f"{one.amount.minor / 10**one.amount.exponent:.{one.amount.exponent}f}"
        party = _harmless(pick(one.party, language))
        writer.writerow((one.on, one.number, one.kind, party, amount, one.amount.currency))
    return file.getvalue()


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULAS) else text
