"""Tables and statements of the practice tenant's database."""

from __future__ import annotations

import json
from typing import Any

MAX_LOGS = 250_000

TABLES = """
CREATE TABLE IF NOT EXISTS counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL);
INSERT OR IGNORE INTO counters VALUES ('seq', 0);

CREATE TABLE IF NOT EXISTS users (
    id TEXT PRIMARY KEY, upn TEXT NOT NULL COLLATE NOCASE, mail TEXT COLLATE NOCASE,
    display_name TEXT COLLATE NOCASE, given_name TEXT COLLATE NOCASE, surname TEXT COLLATE NOCASE,
    department TEXT COLLATE NOCASE, user_type TEXT COLLATE NOCASE, enabled INTEGER NOT NULL,
    deleted INTEGER NOT NULL DEFAULT 0, seq INTEGER NOT NULL, body TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS users_upn ON users (upn);
CREATE INDEX IF NOT EXISTS users_mail ON users (mail);
CREATE INDEX IF NOT EXISTS users_name ON users (display_name, id);
CREATE INDEX IF NOT EXISTS users_seq ON users (seq);

CREATE TABLE IF NOT EXISTS groups (
    id TEXT PRIMARY KEY, display_name TEXT COLLATE NOCASE,
    deleted INTEGER NOT NULL DEFAULT 0, seq INTEGER NOT NULL, body TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS groups_seq ON groups (seq);

CREATE TABLE IF NOT EXISTS memberships (
    group_id TEXT NOT NULL, member_id TEXT NOT NULL, member_type TEXT NOT NULL,
    deleted INTEGER NOT NULL DEFAULT 0, seq INTEGER NOT NULL,
    PRIMARY KEY (group_id, member_id)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS memberships_member ON memberships (member_id);

-- body NULL: deleted, but a replica that is behind still shows `before` until `visible_at` (Unix time).
CREATE TABLE IF NOT EXISTS documents (
    kind TEXT NOT NULL, id TEXT NOT NULL, parent TEXT NOT NULL, key TEXT NOT NULL COLLATE NOCASE,
    body TEXT, before TEXT, visible_at REAL NOT NULL DEFAULT 0, UNIQUE (kind, id));
CREATE INDEX IF NOT EXISTS documents_parent ON documents (kind, parent);
CREATE INDEX IF NOT EXISTS documents_key ON documents (kind, key);

CREATE TABLE IF NOT EXISTS engine (
    job_id TEXT NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,
    PRIMARY KEY (job_id, kind, key)) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS logs (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL, job_id TEXT NOT NULL, sp_id TEXT NOT NULL,
    time TEXT NOT NULL, body TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS logs_job ON logs (job_id, seq);
CREATE INDEX IF NOT EXISTS logs_sp ON logs (sp_id, seq);
"""

PUT_USER = """INSERT INTO users VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?)
ON CONFLICT (id) DO UPDATE SET upn = excluded.upn, mail = excluded.mail,
display_name = excluded.display_name, given_name = excluded.given_name, surname = excluded.surname,
department = excluded.department, user_type = excluded.user_type, enabled = excluded.enabled, deleted = 0,
seq = excluded.seq, body = excluded.body"""

PUT_GROUP = """INSERT INTO groups VALUES (?, ?, 0, ?, ?)
ON CONFLICT (id) DO UPDATE SET display_name = excluded.display_name, deleted = 0, seq = excluded.seq,
body = excluded.body"""

# While a write is not visible to all readers yet, `before` keeps the earlier state.
PUT_DOCUMENT = """INSERT INTO documents (kind, id, parent, key, body, before, visible_at)
VALUES (?1, ?2, ?3, ?4, ?5, NULL, ?6)
ON CONFLICT (kind, id) DO UPDATE SET parent = excluded.parent, key = excluded.key,
before = CASE WHEN excluded.visible_at = 0 THEN NULL WHEN visible_at > ?7 THEN before
ELSE body END, body = excluded.body, visible_at = excluded.visible_at"""

BURY_DOCUMENT = """UPDATE documents SET
before = CASE WHEN visible_at > ?1 THEN before ELSE body END, body = NULL, visible_at = ?2
WHERE kind = ?3 AND id = ?4"""

TRUE = "SELECT body FROM documents WHERE body IS NOT NULL AND kind = ?"
SEEN = """SELECT seen FROM (SELECT rowid, kind, id, parent, key,
CASE WHEN visible_at > ? THEN before ELSE body END AS seen FROM documents) AS d
WHERE seen IS NOT NULL AND kind = ?"""


def user_row(user: dict[str, Any], seq: int) -> tuple[Any, ...]:
    """The columns of a user, with the ones that are searched beside the body."""
    return (
        user["id"],
        user["userPrincipalName"],
        user.get("mail"),
        user.get("displayName"),
        user.get("givenName"),
        user.get("surname"),
        user.get("department"),
        user.get("userType"),
        int(bool(user.get("accountEnabled", True))),
        seq,
        json.dumps(user, ensure_ascii=False),
    )


def group_row(group: dict[str, Any], seq: int) -> tuple[Any, ...]:
    """The columns of a group."""
    return group["id"], group.get("displayName"), seq, json.dumps(group, ensure_ascii=False)


def fold(text: Any) -> Any:
    """The SQL function for comparing texts of any script without regard to case."""
    return text.casefold() if isinstance(text, str) else text
