"""Overview: whether provisioning works, since when, and who is missing."""
