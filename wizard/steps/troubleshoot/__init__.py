"""The connection test alone, without sign-in or setup."""
