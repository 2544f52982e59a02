"""Relink one person: the stored link is deleted, and Microsoft's service matches the person again."""
