"""Public services by region."""
