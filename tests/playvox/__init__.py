"""Tests of the package `playvox`."""
