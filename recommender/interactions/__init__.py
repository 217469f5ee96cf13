"""Events: who saw, opened, liked or bought what, and when."""
