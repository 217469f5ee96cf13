"""Bulk imports: validated wholly, applied in short chunks, undone as one."""
