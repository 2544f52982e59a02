"""The operating system's keyring, and hiding secrets from everything the program writes."""
