"""Balances: what is in the accounts, the total first."""

from datetime import UTC, datetime

from pydantic import Field

from recommender.money import Money
from widgets import base, face
from widgets.errors import NoData
from widgets.ports import Account, Texts

ICONS = {"current": "wallet", "savings": "piggy-bank", "card": "credit-card"}


class Config(base.Config):
    """Which accounts are shown."""

    show_cards: bool = Field(True, description="Show credit cards, whose balance is a debt.")


async def load(context: base.Context, config: Config) -> face.Face:
    """Sum the accounts of the main currency; others are listed, never converted."""
    found = await context.ports.bank.accounts(context.customer_id)
    shown = [one for one in found if one.kind != "card" or config.show_cards]
    if not shown:
        raise NoData("No account has been opened yet.", label="Find an account", href="/discover")
    main = [one for one in shown if one.balance.currency == shown[0].balance.currency]
    others = len(shown) - len(main)
    return face.Face(
        as_of=min(one.as_of for one in shown),
        source=face.said("Core bank"),
        blocks=[
            _total(
                sum((one.balance.minor for one in main[1:]), main[0].balance.minor), main[0], others
            ),
            *_parts(main),
            face.Rows(rows=[_row(one.id, one.name, one.kind, one.balance) for one in shown]),
        ],
    )


def _total(minor: int, first: Account, others: int) -> face.Figure:
    note = face.said("{n} more in other currencies", n=others) if others else ""
    total = Money(minor=minor, currency=first.balance.currency)
    return face.Figure(
        label=face.said("Available in all accounts"), value=face.amount(total), note=note
    )


def _parts(main: list[Account]) -> list[face.Chart]:
    """Draw where the money lies, on the largest card; one account is no chart."""
    own = [one for one in main if one.balance.minor > 0]
    if len(own) < 2:
        return []
    series = face.Series(values=[face.amount(one.balance) for one in own])
    labels = [face.Words(text=one.name) for one in own]
    alt = face.said("How your money is spread over {n} accounts.", n=len(own))
    return [face.Chart(shape="ring", since="XL", alt=alt, labels=labels, series=[series])]


def _row(account_id: str, name: Texts, kind: str, balance: Money) -> face.Row:
    is_debt = balance.minor < 0
    return face.Row(
        id=account_id,
        title=name,
        icon=ICONS.get(kind, "wallet"),
        value=face.amount(balance),
        chip=face.said("Debt") if is_debt else "",
        chip_tone="warn" if is_debt else "plain",
    )


WIDGET = base.Widget(
    kind="balances",
    title="Balances",
    summary="What you have in your accounts, the total first.",
    icon="wallet",
    category="money",
    sizes=("M", "S", "L", "XL"),
    needs=("bank",),
    config=Config,
    data=face.Face,
    load=load,
    view=face.view,
    sample=face.Face(
        as_of=datetime(2026, 11, 20, 1, 30, tzinfo=UTC),
        source=face.said("Core bank"),
        blocks=[
            face.Figure(
                label=face.said("Available in all accounts"), value=face.Amount(minor=12_459_067)
            ),
            face.Rows(
                rows=[
                    _row(
                        "a1",
                        {"zh-Hans": "工资账户", "en": "Salary account"},
                        "current",
                        Money(minor=3_245_067),
                    ),
                    _row(
                        "a2",
                        {"zh-Hans": "储蓄账户", "en": "Savings"},
                        "savings",
                        Money(minor=9_600_000),
                    ),
                    _row(
                        "a3",
                        {"zh-Hans": "信用卡", "en": "Credit card"},
                        "card",
                        Money(minor=-386_000),
                    ),
                ]
            ),
        ],
    ),
)
