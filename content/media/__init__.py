"""Pictures that marketers upload for cards."""
