"""Modules are imported as Python does it, whatever thread asks."""

from __future__ import annotations

import builtins

import wizard.ui


def test_pyside_does_not_look_into_every_module_that_is_imported() -> None:
    assert wizard.ui.__doc__
    assert builtins.__import__ is not getattr(builtins, "__feature_import__", None)
