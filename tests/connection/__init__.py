"""Tests of the connection test."""
