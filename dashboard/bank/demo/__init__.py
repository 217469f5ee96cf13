"""The demo bank: 2,000 customers and a year of their lives, made from a seed and a first day."""

from dashboard.bank.demo.creation import ensure, reset, summary

__all__ = ["ensure", "reset", "summary"]
