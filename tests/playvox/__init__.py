"""Tests of what Playvox is."""
