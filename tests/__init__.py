"""Tests, in the same layout as `wizard`; `tests` is a package so that fixtures can be imported by name."""
