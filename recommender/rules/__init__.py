"""Business rules: what the bank pins, boosts, buries, excludes, or gives a share of the places."""
