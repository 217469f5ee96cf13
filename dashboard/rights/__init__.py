"""The customer's rights: everything that is known as one file, and erasure that can be proved."""
