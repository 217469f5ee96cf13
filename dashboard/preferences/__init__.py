"""How a person wants to see the product: language, theme, hidden amounts, senior edition."""
