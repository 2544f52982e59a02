"""The provisioning log: read into this computer's store, searched, explained, saved."""
