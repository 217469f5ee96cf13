"""Versioned maker-checker: who made which version of a thing, and who approved exactly that."""
