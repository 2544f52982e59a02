"""Step 4, Users and groups: assignments to the application."""
