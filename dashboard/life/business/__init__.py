"""Open items of firms."""
