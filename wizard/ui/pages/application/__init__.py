"""The page of the step `application`."""
