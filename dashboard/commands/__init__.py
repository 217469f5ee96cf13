"""The command bar's one grammar, for what is typed and what is said."""
