"""Documents of customers."""
