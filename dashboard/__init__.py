"""The product around the engine: people, pages, API, desk, audit, bank and operations."""
