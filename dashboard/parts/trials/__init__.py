"""Parts of the trials pages: what they show, their states, their words."""
