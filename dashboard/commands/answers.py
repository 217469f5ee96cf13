"""What the command bar answers about money, in one sentence."""

from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_currency

from dashboard.bank.service import BankService
from dashboard.commands.model import Question
from dashboard.preferences.service import PreferenceService
from recommender.language import say
from recommender.money import Money
from recommender.ports import Actor

LOCALES = {"zh-Hans": "zh_Hans_CN", "zh-Hant": "zh_Hant_HK", "en": "en_GB"}
DAYS_AHEAD = 45


class Answers:
    """Answers from the customer's own accounts; a hidden amount stays hidden."""

    def __init__(self, bank: BankService, preferences: PreferenceService) -> None:
        self._bank = bank
        self._preferences = preferences

    async def to(self, actor: Actor, customer_id: str, question: Question, language: str) -> str:
        """Answer a question about the customer's money."""
        if (await self._preferences.of(actor)).hide_amounts:
            return say(language, "Your amounts are hidden. Say “show amounts” first.")
        if question == "worth":
            worth = await self._bank.net_worth(actor, customer_id)
            return say(
                language, "All in all you have {amount}.", amount=told(worth.total, language)
            )
        if question == "due":
            return await self._due(actor, customer_id, language)
        return await self._balance(actor, customer_id, language)

    async def _balance(self, actor: Actor, customer_id: str, language: str) -> str:
        sums: dict[str, Money] = {}
        for account in await self._bank.accounts(actor, customer_id):
            if account.kind in ("current", "savings"):
                known = sums.get(account.balance.currency)
                sums[account.balance.currency] = (
                    known + account.balance if known else account.balance
                )
        if not sums:
            return say(language, "You have no account with us yet.")
        amounts = say(language, ", ").join(told(one, language) for one in sums.values())
        return say(language, "In your accounts there are {amount}.", amount=amounts)

    async def _due(self, actor: Actor, customer_id: str, language: str) -> str:
        found = await self._bank.dues(actor, customer_id, DAYS_AHEAD)
        bills = [one for one in found if one.kind == "bill" and one.state != "paid"]
        if not bills:
            return say(language, "Nothing is to pay in the next weeks.")
        first = bills[0]
        return say(
            language,
            "{n} bills are to pay, the next one on {day}: {amount}.",
            n=len(bills),
            day=format_date(first.on, "long", LOCALES[language]),
            amount=told(first.amount, language),
        )


def told(money: Money, language: str) -> str:
    """Return an amount as the reader's language writes it.

    >>> told(Money(minor=1234567), "en")
    'CN¥12,345.67'
    """
    value = Decimal(money.minor).scaleb(-money.exponent)
    return str(format_currency(value, money.currency, locale=LOCALES[language]))
