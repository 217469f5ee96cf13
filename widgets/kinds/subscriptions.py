"""Subscriptions: what comes off every month, found in the postings, with rises in price."""

from datetime import UTC, date, datetime

from recommender.money import Money
from widgets import base, face
from widgets.errors import NoData
from widgets.ports import Regular
from widgets.ports.spending import CATEGORY_ICONS, CATEGORY_NAMES

MONTHS_A_YEAR = 12
SHOWN = frozenset({"subscriptions", "insurance", "health", "other", "home_bills", "transport"})
"""Rent, loans and family support are regular as well, but nobody means them by this word."""


class Config(base.Config):
    """Nothing to choose: every subscription that was found is shown."""


async def load(context: base.Context, _config: Config) -> face.Face:
    """Keep those regular payments that are subscriptions."""
    found = await context.ports.spending.regular(context.customer_id)
    own = [one for one in found if one.category in SHOWN]
    if not own:
        raise NoData("No subscription was found in your postings.")
    return _face(own, context.now)


def _face(found: list[Regular], now: datetime) -> face.Face:
    total = sum(one.amount.minor for one in found)
    a_month = Money(minor=total, currency=found[0].amount.currency)
    a_year = Money(minor=total * MONTHS_A_YEAR, currency=a_month.currency)
    risen = [one for one in found if _has_risen(one)]
    return face.Face(
        as_of=now,
        source=face.said("Your postings"),
        blocks=[
            face.Figure(
                label=face.said("Subscriptions a month"),
                value=face.amount(a_month),
                note=face.said("{amount} a year", amount=a_year.told()),
            ),
            *(_note(one) for one in risen[:3]),
            face.Rows(rows=[_row(one) for one in found]),
            face.Note(
                text=face.said(
                    "Found: at least three payments, a month apart, of a steady amount. "
                    "You cancel with the provider."
                ),
                since="L",
            ),
        ],
    )


def _has_risen(one: Regular) -> bool:
    return one.before is not None and one.amount.minor > one.before.minor


def _note(one: Regular) -> face.Note:
    before = one.before or one.amount
    text = face.said(
        "{name} rose from {before} to {now}.",
        name=one.party,
        before=before.told(),
        now=one.amount.told(),
    )
    return face.Note(text=text, tone="warn", icon="trending-up", since="L")


def _row(one: Regular) -> face.Row:
    return face.Row(
        id=one.party_id,
        title=one.party,
        note=face.said(CATEGORY_NAMES[one.category]),
        icon=CATEGORY_ICONS[one.category],
        value=face.amount(one.amount),
        delta=face.Day(on=one.next_on),
        chip=face.said("Dearer") if _has_risen(one) else "",
        chip_tone="warn",
    )


def _example(party: str, zh: str, en: str, minor: int, **fields: object) -> Regular:
    return Regular.model_validate(
        {
            "party_id": party,
            "party": {"zh-Hans": zh, "en": en},
            "category": "subscriptions",
            "amount": Money(minor=minor),
            "last_on": date(2026, 11, 3),
            "next_on": date(2026, 12, 3),
            "times": 11,
            **fields,
        }
    )


_SAMPLE = [
    _example("gym", "活力健身", "Huoli Gym", 19_900),
    _example("video", "影星视频会员", "Yingxing Video", 3_000, before=Money(minor=2_500)),
    _example("music", "清音音乐会员", "Qingyin Music", 1_500),
]

WIDGET = base.Widget(
    kind="subscriptions",
    title="Subscriptions",
    summary="What comes off every month, found in your postings.",
    icon="repeat",
    category="money",
    sizes=("M", "S", "L"),
    needs=("spending",),
    config=Config,
    data=face.Face,
    load=load,
    view=face.view,
    sample=_face(_SAMPLE, datetime(2026, 11, 20, 1, 30, tzinfo=UTC)),
)
