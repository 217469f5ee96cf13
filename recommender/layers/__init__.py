"""Rows that an import brings, kept apart until it is closed."""
