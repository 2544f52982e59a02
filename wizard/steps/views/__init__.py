"""Immutable snapshots of the steps, one module per step: all that a page draws."""
