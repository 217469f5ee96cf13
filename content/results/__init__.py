"""What became of cards: counts straight from the events."""
