"""Whom the family sees."""
