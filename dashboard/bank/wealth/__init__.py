"""What holdings were worth over time."""
