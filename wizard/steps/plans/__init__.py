"""Saved plans of people: listed, opened, exported, deleted, and compared with what happened."""
