"""Provision now: a list of people on demand, within Entra's rate, resumable."""
