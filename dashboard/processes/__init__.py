"""The product's processes: supervisor, embedded Valkey, web process, front-end build."""
