"""Arrangements on the page: history, sharing, devices, and what was put together or is new."""
