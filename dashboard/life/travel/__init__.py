"""The card abroad."""
