"""Recover: the way out of a quarantine, step by step."""
