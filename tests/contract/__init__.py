"""The contract: Microsoft's public metadata of Graph v1.0, and everything that must keep to it."""
