"""Thousands of hostile answers: real answers with changed bytes, and invented ones."""
