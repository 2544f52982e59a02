"""All profiles of the current user of this computer."""

from __future__ import annotations

import json
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from wizard.problem import Problem, ProblemError
from wizard.setup.files import exclusive, write_atomically
from wizard.setup.profile import VERSION, Profile

_MAX_BYTES = 1_000_000


class Profiles:
    """Profiles as JSON files in `folder`; every change reads and writes under one lock.

    All methods are quick but use the disk; call them off the GUI thread. They raise `ProblemError`
    with `setup_profile_unreadable`, `setup_profile_newer` or `setup_folder_unusable`.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def all(self) -> tuple[Profile, ...]:
        """Every readable profile, the one changed last first."""
        found = []
        for path in self._folder.glob("*.json"):
            try:
                profile = self._read(path)
            except ProblemError:
                continue  # reported when it is opened
            found.append(profile)
        return tuple(sorted(found, key=lambda profile: profile.changed, reverse=True))

    def load(self, profile_id: str) -> Profile | None:
        """One profile, or None when there is none."""
        path = self._path(profile_id)
        return self._read(path) if path.exists() else None

    def change(self, profile_id: str, **fields: Any) -> Profile:
        """Set these fields, keeping what another copy of the program set meanwhile; returns the profile."""
        try:
            with exclusive(self._folder):
                before = self.load(profile_id) or Profile(id=profile_id)
                if (
                    all(getattr(before, name) == value for name, value in fields.items())
                    and self._path(profile_id).exists()
                ):
                    return before
                merged = {**before.model_dump(), **fields, "changed": datetime.now(UTC)}
                after = Profile.model_validate(merged)
                write_atomically(self._path(profile_id), after.model_dump_json(indent=2).encode())
                return after
        except (OSError, sqlite3.Error) as error:
            raise self._unusable(error) from error

    def forget(self, profile_id: str) -> None:
        """Delete one profile; the tenant is not changed."""
        try:
            with exclusive(self._folder):
                self._path(profile_id).unlink(missing_ok=True)
        except (OSError, sqlite3.Error) as error:
            raise self._unusable(error) from error

    def _unusable(self, error: Exception) -> ProblemError:
        facts = {"folder": str(self._folder)}
        return ProblemError(Problem("setup_folder_unusable", facts, str(error), retryable=True))

    def _path(self, profile_id: str) -> Path:
        return self._folder / f"{Profile(id=profile_id).id}.json"

    def _read(self, path: Path) -> Profile:
        facts = {"file": str(path)}
        try:
            with path.open("rb") as file:
                content = file.read(_MAX_BYTES)
            data = json.loads(content)
            if (
                isinstance(data, dict)
                and isinstance(data.get("version"), int)
                and data["version"] > VERSION
            ):
                raise ProblemError(Problem("setup_profile_newer", facts))
            return Profile.model_validate(data)
        except (OSError, ValueError, ValidationError) as error:
            raise ProblemError(Problem("setup_profile_unreadable", facts, str(error))) from error
