"""What an operator does by hand: backup, restore and a look at the health of everything."""
