"""One ledger of who contacted a customer when, so that nobody is pestered."""
