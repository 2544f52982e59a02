"""Step 8, Monitor: the running job, its results, its quarantine."""
