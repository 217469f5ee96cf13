"""What customers allow, by purpose, and how that changed."""
