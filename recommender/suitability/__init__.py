"""Suitability rule sets: what the law of a region lets the bank promote to whom, as data."""
