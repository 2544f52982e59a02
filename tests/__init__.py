"""Tests, laid out like `wizard`; `tests` is a package so that its fixtures can be imported by name."""
