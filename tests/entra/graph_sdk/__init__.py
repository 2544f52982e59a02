"""Microsoft's own Graph client at the practice tenant, in an environment of its own."""
