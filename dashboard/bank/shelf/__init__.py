"""The bank's shelf as one customer may see it, and what the customer watches."""
