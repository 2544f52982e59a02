"""The practice tenant's network side: certificates, listeners, broken connections."""
