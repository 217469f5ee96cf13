"""Watching models: what an unused one would do, and whether the used one still fits."""
