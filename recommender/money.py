"""Money as integer minor units of a currency."""

from pydantic import BaseModel, ConfigDict, Field

SIGNS = {"CNY": "¥", "USD": "US$", "HKD": "HK$", "EUR": "€", "GBP": "£", "JPY": "¥"}


class Money(BaseModel):
    """An amount: `minor` units of `currency`, with `exponent` digits after the point.

    Sums across currencies are refused: they need a dated exchange rate.
    """

    model_config = ConfigDict(frozen=True)

    minor: int = Field(description="Amount in minor units (fen, cent); negative is a debt.")
    currency: str = Field(default="CNY", pattern="^[A-Z]{3}$", description="ISO 4217 code.")
    exponent: int = Field(default=2, ge=0, le=4, description="Digits after the decimal point.")

    def __add__(self, other: "Money") -> "Money":
        """Add an amount of the same currency."""
        if (self.currency, self.exponent) != (other.currency, other.exponent):
            raise ValueError(f"{self.currency} and {other.currency} cannot be added.")
        return Money(minor=self.minor + other.minor, currency=self.currency, exponent=self.exponent)

    def told(self) -> str:
        """Return it as words of a sentence, in whole units.

        >>> Money(minor=532_049).told(), Money(minor=-5_000, currency="USD").told()
        ('¥5,320', '-US$50')
        """
        units = abs(self.minor) // 10**self.exponent
        sign = SIGNS.get(self.currency, f"{self.currency} ")
        return f"{'-' if self.minor < 0 else ''}{sign}{units:,}"
