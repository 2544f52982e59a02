"""The page of the step `mappings`."""
