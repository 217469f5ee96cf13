"""Billers, and bills that are paid."""
