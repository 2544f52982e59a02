"""Step 2, Playvox key."""
