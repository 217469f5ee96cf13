"""The desk: what relationship managers and their branch managers work with."""
