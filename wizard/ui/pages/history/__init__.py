"""The page of the step `history`."""
