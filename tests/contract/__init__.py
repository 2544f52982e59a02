"""The contract: Microsoft's public metadata of Graph v1.0, and what must comply with it."""
