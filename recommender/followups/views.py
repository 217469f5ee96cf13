"""Follow-ups in the adviser's language."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from recommender.answer import Evidence
from recommender.catalogue.model import CatalogueItem
from recommender.dataset import ItemKey
from recommender.followups.model import (
    Followup,
    FollowupReason,
    FollowupView,
    OfferedProduct,
    WithheldProduct,
)
from recommender.followups.signals import all_signals
from recommender.language import pick, say
from recommender.wording import say_withheld

Items = Mapping[ItemKey, CatalogueItem]


def show(
    followup: Followup, items: Items, language: str, *, quiet_until: datetime | None
) -> FollowupView:
    """Put a follow-up into words."""
    return FollowupView(
        **followup.model_dump(include=PLAIN),
        reason=_reason(followup, items, language),
        evidence=[_evidence(ItemKey(*pair), items, language) for pair in followup.evidence],
        products=[_offered(one, items, language) for one in followup.products],
        withheld=[
            _withheld(id_, reason, items, language) for id_, reason in followup.withheld.items()
        ],
        quiet_until=quiet_until,
    )


PLAIN = {
    "id",
    "customer_id",
    "signal",
    "state",
    "score",
    "product_id",
    "decision_id",
    "due",
    "created_at",
    "updated_at",
}


def _reason(followup: Followup, items: Items, language: str) -> FollowupReason:
    sayings = {code: said for signal in all_signals() for code, said in signal.sayings.items()}
    about = _about(followup.evidence)
    params = {"title": _title(about, items, language) if about else "", **followup.params}
    text = say(language, sayings.get(followup.code, followup.code), **params)
    return FollowupReason(code=followup.code, params=followup.params, text=text)


def _about(evidence: Sequence[tuple[str, str]]) -> ItemKey | None:
    """Return the product that the evidence names last, which the sentence is about."""
    products = [ItemKey(*pair) for pair in evidence if pair[0] == "product"]
    return products[-1] if products else None


def _evidence(key: ItemKey, items: Items, language: str) -> Evidence:
    return Evidence(kind=key.kind, id=key.id, title=_title(key, items, language))


def _offered(product_id: str, items: Items, language: str) -> OfferedProduct:
    key = ItemKey("product", product_id)
    grade = items[key].grade if key in items else None
    return OfferedProduct(kind=key.kind, id=key.id, title=_title(key, items, language), grade=grade)


def _withheld(product_id: str, reason: str, items: Items, language: str) -> WithheldProduct:
    key = ItemKey("product", product_id)
    text = say_withheld(reason, language)
    title = _title(key, items, language)
    return WithheldProduct(kind=key.kind, id=key.id, title=title, reason=reason, text=text)


def _title(key: ItemKey, items: Items, language: str) -> str:
    return pick(items[key].titles, language) if key in items else key.id
