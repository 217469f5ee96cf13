"""The income tax of a year."""
