"""Step 7, Turn on: scope, plan, one test user, start."""
