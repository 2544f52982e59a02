"""Relink: one person is matched with an account again, part by part."""
