"""Lists of many customers, scored at once and kept as packed bytes."""
