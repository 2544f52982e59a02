"""The practice Graph v1.0: the endpoints this product needs, behaving as documented, traps included."""

from __future__ import annotations

from wizard.practice.graph.app import create_app

__all__ = ["create_app"]
