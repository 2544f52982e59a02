"""Only changes that are no other behavior are left out of mutation testing."""

from __future__ import annotations

import pytest

from build.mutants_left_out import left_out


def changed(before: str, after: str) -> bool:
    """Whether a change of this statement would be left out."""
    code = f"""
class Kept:
    async def xKept__mutmut_orig(self, db, text):
        {before}

    async def xKept__mutmut_1(self, db, text):
        {after}
"""
    found = left_out(code)
    assert found in (set(), {"xKept__mutmut_1"})
    return bool(found)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('db.execute("SELECT a FROM b", (1,))', 'db.execute("select a from b", (1,))'),
        ('return db.executescript("BEGIN")', 'return db.executescript("begin")'),
        ("db.execute(\"SELECT a WHERE b = 'c'\")", "db.execute(\"select a where b = 'c'\")"),
        ('text.encode("utf-8")', 'text.encode("UTF-8")'),
        ('open(text, encoding="utf-8")', 'open(text, encoding="UTF-8")'),
        ('cast("IO[bytes]", text)', "cast(None, text)"),
        ('raise Error(_("It is no file."))', 'raise Error(_("XXIt is no file.XX"))'),
        ('_log.info("keyring: %s", text)', '_log.info("KEYRING: %S", text)'),
    ],
)
def test_what_is_left_out(before: str, after: str) -> None:
    assert changed(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('db.execute("SELECT a FROM b", (1,))', 'db.execute("XXSELECT a FROM bXX", (1,))'),
        ('db.execute("SELECT a FROM b", ("x",))', 'db.execute("SELECT a FROM b", ("X",))'),
        ('db.execute("SELECT a", (1,))', 'db.execute("select a", (2,))'),
        ("db.execute(\"SELECT a WHERE b = 'C'\")", "db.execute(\"select a where b = 'c'\")"),
        ('db.execute("SELECT a", (1,))', 'db.execute("SELECT a", )'),
        ('db.execute("SELECT a", (1,))', "db.execute(None, (1,))"),
        ('text.encode("utf-8", "replace")', 'text.encode("utf-8", "REPLACE")'),
        ('cast("IO[bytes]", text)', 'cast("IO[bytes]", None)'),
        ('text.get("name")', 'text.get("NAME")'),
        ('_log.info("keyring: %s", text)', '_log.info("keyring: %s", None)'),
        ('_log.info("keyring: %s", text)', '_log.info("keyring: %s", )'),
        ('problem.info("keyring")', 'problem.info("KEYRING")'),
        ('return "SELECT"', 'return "select"'),
        ("return 1", "return 2"),
        ("return text", "return text"),
    ],
)
def test_what_is_tried(before: str, after: str) -> None:
    assert not changed(before, after)
