"""Step 5, Connection: Tenant URL and key, tested and saved."""
