"""The page of the step `on_demand`."""
