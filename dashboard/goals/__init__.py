"""Savings goals, their projection, and the wealth journey."""
