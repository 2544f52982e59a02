"""The fault laboratory: loopback servers that misbehave in every way the connection test must name."""
