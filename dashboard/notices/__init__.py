"""Notices: what the bank must tell its customers, and who has seen it."""
