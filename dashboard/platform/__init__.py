"""The widget platform: kinds that third parties offer by manifest and endpoint, and embeds."""
