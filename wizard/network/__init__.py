"""HTTP clients, proxies and the trust store: one decision for every connection."""
