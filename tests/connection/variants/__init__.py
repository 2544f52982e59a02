"""Answers, error texts, proxies and pasted values of kinds that the connection test meets in the field."""
