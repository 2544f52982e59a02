"""The page of the step `turn_on`."""
