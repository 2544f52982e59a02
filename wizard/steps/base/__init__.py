"""Shared by all steps: the base class, its context, cached facts, change previews."""
