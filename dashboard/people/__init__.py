"""People: users, sign-in, sessions, visitors, roles and API keys."""
