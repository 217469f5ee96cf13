"""Tasks, points and rewards."""
