"""Playvox Provisioning Setup: setup assistant and connection tester."""

__version__ = "0.1.0"
