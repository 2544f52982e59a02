"""The practice tenant: sign-in authority, Graph and Playvox on loopback."""
