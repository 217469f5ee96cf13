"""Branches and appointments."""
