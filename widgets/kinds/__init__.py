"""Widget kinds, one file each; found by place."""
