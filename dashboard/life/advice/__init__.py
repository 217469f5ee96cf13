"""The relationship manager and what is written to each other."""
