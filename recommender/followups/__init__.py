"""Suggested next steps for relationship managers, found by signals."""
