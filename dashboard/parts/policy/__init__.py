"""Business rules and rule sets as their pages show them."""
