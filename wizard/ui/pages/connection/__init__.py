"""The page of the step `connection`."""
