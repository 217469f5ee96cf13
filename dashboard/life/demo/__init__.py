"""Everyday life in the demo bank, made from its seed and first day."""
