"""SCIM servers that others wrote, started as processes of their own."""
