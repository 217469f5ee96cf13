"""Income tax of the mainland: brackets, the standard deduction and the special ones.

Source: Individual Income Tax Law (2018), annex 1 (comprehensive income), and the State Council's
Interim Measures on special additional deductions with the amounts in force since 2023.
"""

from dataclasses import dataclass

from widgets.ports import Texts

STANDARD_MONTHLY = 500_000
BRACKETS = (
    (3_600_000, 3),
    (14_400_000, 10),
    (30_000_000, 20),
    (42_000_000, 25),
    (66_000_000, 30),
    (96_000_000, 35),
    (None, 45),
)
"""Upper end of taxable income of the year in fen, and the rate in per cent."""


@dataclass(frozen=True, slots=True)
class SpecialDeduction:
    """A special deduction of the law, in fen a month."""

    code: str
    name: Texts
    monthly_minor: int


DEDUCTIONS = (
    SpecialDeduction("children", {"zh-Hans": "子女教育", "en": "Children's education"}, 200_000),
    SpecialDeduction("infant", {"zh-Hans": "3 岁以下婴幼儿照护", "en": "Infant care"}, 200_000),
    SpecialDeduction("parents", {"zh-Hans": "赡养老人", "en": "Care of parents"}, 300_000),
    SpecialDeduction("mortgage", {"zh-Hans": "首套住房贷款利息", "en": "First home loan"}, 100_000),
    SpecialDeduction("rent", {"zh-Hans": "住房租金", "en": "Rent"}, 150_000),
    SpecialDeduction("study", {"zh-Hans": "继续教育", "en": "Further education"}, 40_000),
)


def tax_of(taxable_minor: int) -> tuple[int, int]:
    """Return the tax of a year's taxable income in fen, and the highest rate in per cent.

    >>> tax_of(3_600_000), tax_of(10_000_000)
    ((108000, 3), (748000, 10))
    >>> tax_of(0)
    (0, 0)
    """
    tax, rate, floor = 0, 0, 0
    for ceiling, percent in BRACKETS:
        if taxable_minor <= floor:
            break
        top = taxable_minor if ceiling is None else min(taxable_minor, ceiling)
        tax += (top - floor) * percent // 100
        rate, floor = percent, top if ceiling is None else ceiling
    return tax, rate
