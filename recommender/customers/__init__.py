"""What a decision may know of a customer."""
