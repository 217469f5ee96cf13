"""Fitting on a Spark cluster what one machine cannot hold (optional extra `spark`)."""
