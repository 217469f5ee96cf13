"""Exchange rates and the price of gold."""
