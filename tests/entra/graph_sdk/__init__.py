"""Microsoft's own Graph client on the practice tenant, in a separate environment."""
