"""Packages that the frozen program is installed with."""
