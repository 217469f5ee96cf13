"""The bank's own homes, written and checked by its people."""
