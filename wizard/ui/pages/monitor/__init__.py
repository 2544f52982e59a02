"""The page of the step `monitor`."""
