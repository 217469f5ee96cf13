"""The record of every change: stored with it, chained by a sealer, anchored outside."""
