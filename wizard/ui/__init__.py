"""The window, and the only package with Qt: pages, widgets, theme, background work."""

import builtins

import PySide6.QtCore  # noqa: F401 - puts a function of its own in the place of Python's import

# That function reads the source of every module imported from then on, to find switches for other names of
# methods, which nothing here uses. It is not made for two threads that import at the same time: pydantic
# then fails to load now and then.
builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
