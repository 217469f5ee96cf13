"""Checks before review: claims that the law forbids, disclosures, languages, links."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Literal

from pydantic import BaseModel

from content.cards.markup import plain
from content.cards.model import CardContent
from content.cards.ports import ProductFact
from content.claims import BLOCKED, DISCLOSURES, claims, normal
from recommender.language import ENGLISH, SIMPLIFIED

REQUIRED = (SIMPLIFIED, ENGLISH)
PARTS = ("title", "summary", "body")
DISCLOSED_FROM_GRADE = 3
SUITABILITY = "NFRA Order 2025 No. 7, Art. 13 (3)"


class Finding(BaseModel):
    """One thing that a check found; texts are English messages with parameters."""

    rule: str
    severity: Literal["severe", "warning"]
    field: str
    message: str
    fix: str
    params: dict[str, str] = {}


def check(
    content: CardContent, products: Mapping[str, ProductFact], now: datetime
) -> list[Finding]:
    """Run all checks, severe findings first."""
    found = [
        *_missing_languages(content),
        *_blocked_words(content),
        *_links(content, products),
        *_disclosure(content, products),
        *_schedule(content, now),
        *_marketing(content),
    ]
    return sorted(found, key=lambda finding: finding.severity != "severe")


def severe(findings: Sequence[Finding]) -> list[Finding]:
    """Keep what blocks the submission."""
    return [finding for finding in findings if finding.severity == "severe"]


def disclosed(content: CardContent) -> CardContent:
    """Return the content with the mandatory disclosure at the end of each language."""
    body = {
        language: text
        if _has_disclosure(language, text)
        else f"{text.rstrip()}\n\n{DISCLOSURES[language]}"
        for language, text in content.body.items()
        if language in DISCLOSURES
    }
    return content.model_copy(update={"body": {**content.body, **body}})


def _missing_languages(content: CardContent) -> Iterator[Finding]:
    for language in REQUIRED:
        missing = [part for part in PARTS if not getattr(content, part).get(language, "").strip()]
        if missing:
            yield Finding(
                rule="languages",
                severity="severe",
                field=f"{missing[0]}.{language}",
                message="Missing in {tongue}: {part}.",
                fix="Write it: all languages are approved as one.",
                params={"part": ", ".join(missing), "tongue": language},
            )


def _blocked_words(content: CardContent) -> Iterator[Finding]:
    for field in PARTS:
        texts: Mapping[str, str] = getattr(content, field)
        for language, text in texts.items():
            words = plain(text) if field == "body" else text
            for phrase in claims(words):
                yield Finding(
                    rule=BLOCKED[phrase],
                    severity="severe",
                    field=f"{field}.{language}",
                    message="“{phrase}” promises what nobody may promise.",
                    fix="Say what can happen, gains and losses alike, or leave it out.",
                    params={"phrase": phrase},
                )


def _links(content: CardContent, products: Mapping[str, ProductFact]) -> Iterator[Finding]:
    for product_id in content.products:
        product = products.get(product_id)
        if product is None:
            yield _link_finding(
                "severe", product_id, "There is no product {product}.", "Choose another product."
            )
        elif not product.is_open:
            yield _link_finding(
                "warning",
                product_id,
                "{product} is closed to new money.",
                "Choose an open product.",
            )
    above = [one for one in products.values() if _above(one, content.audience.minimum_capacity)]
    if above:
        grade = max(one.grade or 0 for one in above)
        yield Finding(
            rule=SUITABILITY,
            severity="warning",
            field="products",
            message="Above the capacity of some readers: {product} (up to R{grade}).",
            fix="Raise the minimum capacity to C{grade}; below it these products are withheld.",
            params={"product": ", ".join(sorted(one.id for one in above)), "grade": str(grade)},
        )


def _above(product: ProductFact, minimum: int | None) -> bool:
    return product.grade is not None and product.grade > (minimum or 1)


def _link_finding(
    severity: Literal["severe", "warning"], product_id: str, message: str, fix: str
) -> Finding:
    return Finding(
        rule="links",
        severity=severity,
        field="products",
        message=message,
        fix=fix,
        params={"product": product_id},
    )


def _disclosure(content: CardContent, products: Mapping[str, ProductFact]) -> Iterator[Finding]:
    grades = [one.grade for one in products.values() if one.grade is not None]
    grade = max(grades, default=0)
    if grade < DISCLOSED_FROM_GRADE:
        return
    for language, text in content.body.items():
        if not _has_disclosure(language, text):
            yield Finding(
                rule=SUITABILITY,
                severity="severe",
                field=f"body.{language}",
                message="A linked product is R{grade}: the risk disclosure is missing.",
                fix="Add: {text}",
                params={"grade": str(grade), "text": DISCLOSURES.get(language, "")},
            )


def _has_disclosure(language: str, text: str) -> bool:
    wanted = DISCLOSURES.get(language) or DISCLOSURES[SIMPLIFIED]
    return normal(wanted) in normal(text)


def _schedule(content: CardContent, now: datetime) -> Iterator[Finding]:
    if content.is_over(now):
        yield Finding(
            rule="schedule",
            severity="severe",
            field="ends_at",
            message="The end has passed: nobody would see the card.",
            fix="Choose a later end, or none.",
        )


def _marketing(content: CardContent) -> Iterator[Finding]:
    if content.kind == "offer" and not content.marketing:
        yield Finding(
            rule="Personal Information Protection Law, Art. 24",
            severity="severe",
            field="marketing",
            message="An offer is marketing: it needs the customer's consent.",
            fix="Mark the card as marketing.",
        )
