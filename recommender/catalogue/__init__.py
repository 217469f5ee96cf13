"""Items that can be ranked: products, content and services."""
