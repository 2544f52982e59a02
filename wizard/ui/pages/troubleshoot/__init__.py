"""The page of the step `troubleshoot`."""
