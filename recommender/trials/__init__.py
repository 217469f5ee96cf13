"""Trials: arms with a treatment each, and intervals that may be looked at at any time."""
