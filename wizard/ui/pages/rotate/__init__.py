"""The page of the step `rotate`."""
