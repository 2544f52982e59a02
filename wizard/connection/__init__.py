"""Test Connection: checks in order, verdict, cause; two vantage points and their difference."""
