"""Content cards: authoring, review, schedule, audience, feed and results."""
