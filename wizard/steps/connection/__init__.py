"""Step 5, Connection: Tenant URL and key, tested and saved.

What is tested is `Target(url, key, matching=…, group_mapping=…)`: Entra's own test searches by the first
matching attribute of the mappings, and for groups when they are mapped (`mapped_target`).
"""
