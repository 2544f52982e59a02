"""The page of the step `logs`."""
