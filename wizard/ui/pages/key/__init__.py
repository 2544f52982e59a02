"""The page of the step `key`."""
