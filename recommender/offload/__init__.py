"""Decisions made in other processes of this machine while many are asked for at once."""
