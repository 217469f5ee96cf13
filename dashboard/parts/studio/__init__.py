"""The studio's views and state: the card editor in parts."""
