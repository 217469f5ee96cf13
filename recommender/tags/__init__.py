"""Interest tags: what the engine takes a customer to care about, and what they forbade it."""
