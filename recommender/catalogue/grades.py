"""A product's grade rises at once and falls only after approval."""

from dataclasses import replace

from recommender.catalogue.model import CatalogueItem


def settle(item: CatalogueItem, before: CatalogueItem | None) -> CatalogueItem:
    """Keep the grade that stood before if the new one is lower, which then waits for approval."""
    if before is None or before.grade is None or item.grade is None or item.grade >= before.grade:
        return replace(item, pending_grade=None)
    return replace(item, grade=before.grade, pending_grade=item.grade)
