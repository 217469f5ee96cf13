"""The watch over transfers."""
