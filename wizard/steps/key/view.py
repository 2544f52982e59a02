"""What "Playvox key" shows; never the key itself."""

from __future__ import annotations

from dataclasses import dataclass

from wizard.connection import ConnectionReport
from wizard.problem import Problem
from wizard.steps.base.key_store import KeyPlace


@dataclass(frozen=True, slots=True)
class KeyView:
    """The key as a fingerprint, what was tidied up, and where it is kept."""

    where_to_find: tuple[str, ...]
    """How to find the key in Playvox, one sentence per click."""
    fingerprint: str
    """Tells two keys apart without revealing either; empty without a key."""
    cleanup_notes: tuple[str, ...]
    """What was taken off the pasted text, one sentence each; empty when nothing was."""
    suggestion: bool
    """Something else was probably meant; `use_suggestion` takes it."""
    pending: bool
    """A new key was pasted and not yet saved."""
    place: KeyPlace
    keyring_name: str
    """The keyring's own name, such as "Windows Credential Locker"; empty when there is none."""
    keyring_why: str
    """Why there is no keyring; empty when there is one."""
    practice_key: bool
    """A practice key can be used with one click."""
    field_problem: Problem | None
    """What is wrong with the pasted text, to be shown beside the field."""
    busy: str
    problem: Problem | None
    testing: bool = False
    tested: ConnectionReport | None = None
    """The last test of the key in use, at the Tenant URL in use; None without one."""
