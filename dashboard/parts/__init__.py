"""Parts that pages share: the shell, the session, the message and small views."""
