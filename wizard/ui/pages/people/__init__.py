"""The page of the step `people`."""
