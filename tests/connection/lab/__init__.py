"""The fault laboratory: loopback servers with every fault that the connection test must identify."""
