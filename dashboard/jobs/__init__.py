"""What the elected worker does on a schedule: one file a job, found by place."""
