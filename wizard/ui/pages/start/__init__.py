"""The page of the step `start`."""
