"""Step 1, Before you begin: practice or real, sign in, and what must be true first."""
