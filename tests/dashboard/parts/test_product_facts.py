"""The facts of a product, named for what it is."""

import pytest

from dashboard.bank.model import ProductSheet
from dashboard.parts.product_facts import facts_of
from recommender.money import Money

WORDS = {"en": "words", "zh-Hans": "词"}


def sheet(grade: int) -> ProductSheet:
    texts = ("type_name", "titles", "summary", "rate_label", "rate", "risk", "suits", "avoids")
    return ProductSheet(
        id="p1",
        product_type="loan",
        grade=grade,
        minimum=Money(minor=100, currency="CNY"),
        fees=(),
        documents=(),
        topics=(),
        exit=WORDS,
        **dict.fromkeys(texts, WORDS),
    )


@pytest.mark.parametrize(
    ("grade", "labels"),
    [
        (2, ["Minimum", "Getting the money back"]),
        (0, ["Smallest amount", "How it ends"]),
    ],
)
def test_what_is_no_investment_is_not_redeemed(grade: int, labels: list[str]) -> None:
    assert [fact.label["en"] for fact in facts_of(sheet(grade))] == labels
