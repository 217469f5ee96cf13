"""Long work on request: job rows that the worker takes, and the lease that elects the worker."""
