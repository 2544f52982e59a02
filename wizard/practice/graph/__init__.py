"""The practice Graph v1.0: the endpoints this product needs, behaving as documented, pitfalls included."""

from __future__ import annotations

from wizard.practice.graph.app import create_app, create_beta

__all__ = ["create_app", "create_beta"]
