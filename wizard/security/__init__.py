"""The operating system's keyring, and the redaction of secrets from all output."""
