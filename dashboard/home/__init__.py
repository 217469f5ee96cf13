"""The home: a customer's tiles with their data, loaded together and apart."""
