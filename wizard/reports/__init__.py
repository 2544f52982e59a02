"""Set-up report and redacted support bundle."""
