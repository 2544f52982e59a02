"""Combines the token caches of several copies of the program, entry by entry.

A cache is MSAL's JSON: sections ("Account", "RefreshToken" …) of entries by key. Each copy knows what it
last kept, so that what the other copies added stays, and what they signed out of does not come back.
"""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter, ValidationError

_Entries = dict[str, dict[str, Any]]
_Sections = dict[str, _Entries]
_CACHE: TypeAdapter[_Sections] = TypeAdapter(_Sections)
_TIMES = ("last_modification_time", "cached_at")


def combined(before: str, mine: str, held: str | None, signed_in: str = "") -> str | None:
    """What to keep: `mine` with what others changed in `held` since this copy kept `before`.

    `before`: "" when it kept nothing yet. `held`: None when nothing is kept now. `signed_in` is the home
    account id of who signed in just now: others' signing out does not count for them. None: nothing is
    left to keep.
    """
    if held is None and not before:
        return mine
    theirs, ours = _read(held or "{}"), _read(mine)
    if theirs is None or ours is None:
        return mine
    base = _read(before or "{}") or {}
    gone = _accounts(base) - _accounts(theirs) - {signed_in}
    result: _Sections = {}
    for section in {**theirs, **ours}:
        kept = _section(
            base.get(section, {}), ours.get(section, {}), theirs.get(section, {}), gone, signed_in
        )
        if kept:
            result[section] = kept
    return _CACHE.dump_json(result).decode() if _accounts(result) else None


def _section(
    before: _Entries, mine: _Entries, theirs: _Entries, gone: set[str], signed_in: str
) -> _Entries:
    kept: _Entries = {}
    for key in {**theirs, **mine}:
        ours, others, old = mine.get(key), theirs.get(key), before.get(key)
        if ours is None:
            if others is not None and (old is None or others != old):
                kept[key] = others
        elif others is None:
            account = str(ours.get("home_account_id") or "")
            if account not in gone and (account == signed_in or ours != old):
                kept[key] = ours
        else:
            kept[key] = others if ours == old or _time(others) > _time(ours) else ours
    return kept


def _read(text: str) -> _Sections | None:
    try:
        return _CACHE.validate_json(text)
    except ValidationError:
        return None


def _accounts(cache: _Sections) -> set[str]:
    return {str(each.get("home_account_id") or "") for each in cache.get("Account", {}).values()}


def _time(entry: dict[str, Any]) -> float:
    """When an entry was written, in seconds; 0 when it does not say."""
    for name in _TIMES:
        try:
            return float(entry[name])
        except (KeyError, TypeError, ValueError):
            continue
    return 0.0
