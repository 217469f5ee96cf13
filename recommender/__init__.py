"""Collaborative filtering and decisions; knows no bank, no cards, no Reflex."""
