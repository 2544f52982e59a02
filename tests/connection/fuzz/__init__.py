"""Hostile answers by the thousand: real answers with bytes changed, and answers nobody would think of."""
