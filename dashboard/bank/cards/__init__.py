"""Debit and credit cards, freezing them, and the limits that guard the accounts."""
