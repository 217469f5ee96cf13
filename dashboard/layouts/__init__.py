"""Layouts: which cards a customer has and where they lie, in versions that are never lost."""
