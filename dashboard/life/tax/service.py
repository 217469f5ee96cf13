"""The income tax of the year so far, estimated on a stated assumption."""

from dashboard.errors import NotFound
from dashboard.life.access import require_own
from dashboard.life.tax.law import DEDUCTIONS, STANDARD_MONTHLY, SpecialDeduction, tax_of
from dashboard.life.tax.repository import TaxRepository
from recommender.money import Money
from recommender.ports import Actor, Clock
from widgets.ports import Deduction, MonthOfIncome, TaxYear


class TaxService:
    """Estimates income tax.

    The assumption: what an employer paid in is the gross salary; social contributions and income
    from elsewhere are not known; each month with a salary counts the standard deduction and the
    special ones that are claimed.
    """

    def __init__(self, store: TaxRepository, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def year(self, actor: Actor, customer_id: str) -> TaxYear | None:
        """Return the year so far; None where no salary came in."""
        require_own(actor, customer_id)
        year = self._clock.today().year
        salaries = await self._store.salaries(customer_id, year)
        if not salaries:
            return None
        claimed = await self._store.claimed(customer_id, year)
        special = sum(one.monthly_minor for one in DEDUCTIONS if one.code in claimed)
        income, deducted = sum(salaries.values()), (STANDARD_MONTHLY + special) * len(salaries)
        taxable = max(0, income - deducted)
        tax, rate = tax_of(taxable)
        return TaxYear(
            year=year,
            months=[
                MonthOfIncome(month=month, income=Money(minor=minor))
                for month, minor in salaries.items()
            ],
            income=Money(minor=income),
            deducted=Money(minor=min(deducted, income)),
            taxable=Money(minor=taxable),
            tax=Money(minor=tax),
            rate=rate / 100,
            deductions=[_told(one, claimed) for one in DEDUCTIONS],
        )

    async def toggle(self, actor: Actor, customer_id: str, code: str) -> None:
        """Claim a deduction, or claim it no more; nothing is sent to the tax office.

        Raises:
            NotFound: The law knows no such deduction.
        """
        require_own(actor, customer_id)
        if code not in {one.code for one in DEDUCTIONS}:
            raise NotFound("There is no such deduction.")
        await self._store.toggle(customer_id, self._clock.today().year, code)


def _told(known: SpecialDeduction, claimed: frozenset[str]) -> Deduction:
    return Deduction(
        code=known.code,
        name=known.name,
        monthly=Money(minor=known.monthly_minor),
        is_claimed=known.code in claimed,
    )
