"""Step 6, Mappings: attribute mappings, scoping filter, preview."""
