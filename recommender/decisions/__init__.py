"""The decision log: what was decided, from what, and whether it can be recomputed."""
