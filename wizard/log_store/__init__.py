"""The provisioning log on this computer: read from Entra once, kept in SQLite, searched at any size.

Times are microseconds since 1970 in UTC. An entry's `number` orders entries by time: microseconds,
shifted by 10 bits, and 10 bits of its id. `schema` has the tables, `writer` adds what Graph sent,
`importing` asks Graph for what is missing, `search` and `rows` read.
"""
