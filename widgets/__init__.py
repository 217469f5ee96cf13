"""Card widgets: the contract, the kinds, the registry and the tile."""
