"""The page of the step `recover`."""
