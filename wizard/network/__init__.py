"""Clients, proxies and the trust store: one decision for everyone who reaches another machine."""
