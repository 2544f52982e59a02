"""SCIM servers by other authors, started as separate processes."""
