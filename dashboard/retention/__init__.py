"""How long things are kept, and taking out what is older."""
