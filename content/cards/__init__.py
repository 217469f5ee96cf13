"""Content cards: authoring, versions, publishing and what stands on the shelf."""
