"""What the bank calls its accounts."""

ACCOUNTS = {
    "current": {"zh-Hans": "活期账户", "en": "Current account"},
    "savings": {"zh-Hans": "储蓄账户", "en": "Savings account"},
    "card": {"zh-Hans": "信用卡", "en": "Credit card"},
}
FOREIGN = {"USD": {"zh-Hans": "美元账户", "en": "US dollar account"}}


def account_name(kind: str, currency: str, number: str) -> dict[str, str]:
    """Name an account by its kind (or foreign currency) and the last four digits."""
    texts = FOREIGN.get(currency, ACCOUNTS[kind])
    return {language: f"{text} {number[-4:]}" for language, text in texts.items()}
