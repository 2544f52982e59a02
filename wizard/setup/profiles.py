"""All profiles of the current user of this computer."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from wizard.file_reasons import file_reason, storage_reason
from wizard.own_files import files_in, is_damage, leads_nowhere, read_file
from wizard.problem import Problem, ProblemError
from wizard.setup.files import LOCK, exclusive, write_atomically
from wizard.setup.profile import VERSION, Profile

_MAX_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class FoundProfiles:
    """The readable profiles, the one changed last first; `problems`: one for each that is not readable."""

    profiles: tuple[Profile, ...]
    problems: tuple[Problem, ...]
    unreadable: tuple[str, ...]
    """Ids of profiles that cannot be read."""
    complete: bool
    """Whether the folder could be listed."""


class Profiles:
    """Profiles as JSON files in `folder`; every change reads and writes under one lock.

    All methods are quick but use the disk; call them off the GUI thread. They raise `ProblemError`
    with `setup_profile_unreadable`, `setup_profile_newer` or `setup_folder_unusable`.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def all(self) -> tuple[Profile, ...]:
        """Every readable profile, the one changed last first."""
        return self.look().profiles

    def look(self) -> FoundProfiles:
        """Every profile, and what cannot be read; never raises."""
        found: list[Profile] = []
        problems: dict[str, Problem] = {}
        try:
            paths = sorted(each for each in files_in(self._folder) if each.suffix == ".json")
        except OSError as error:
            facts = {"folder": str(self._folder), "reason": file_reason(error)}
            problem = Problem("setup_folder_unreadable", facts, str(error), retryable=True)
            return FoundProfiles((), (problem,), (), complete=False)
        for path in paths:
            try:
                found.append(self._read(path))
            except ProblemError as error:
                problems[path.stem] = error.problem
        newest_first = sorted(found, key=lambda profile: profile.changed, reverse=True)
        return FoundProfiles(tuple(newest_first), tuple(problems.values()), tuple(problems), complete=True)

    def load(self, profile_id: str) -> Profile | None:
        """One profile, or None when there is none."""
        path = self._path(profile_id)
        try:
            path.lstat()
        except FileNotFoundError as error:
            if leads_nowhere(self._folder):
                raise self._unusable(error) from error
            return None
        except OSError as error:  # the folder cannot be entered, or is none
            raise self._unusable(error) from error
        return self._read(path)

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
        if isinstance(error, sqlite3.Error) and is_damage(error):
            facts = {"file": str(self._folder / LOCK)}
            return ProblemError(Problem("setup_lock_unusable", facts, str(error)))
        facts = {"folder": str(self._folder), "reason": storage_reason(error)}
        return ProblemError(Problem("setup_folder_unusable", facts, str(error), retryable=True))

    def _path(self, profile_id: str) -> Path:
        return self._folder / f"{Profile(id=profile_id).id}.json"

    def _read(self, path: Path) -> Profile:
        facts = {"file": str(path)}
        try:
            data = json.loads(read_file(path, _MAX_BYTES))
            if (
                isinstance(data, dict)
                and isinstance(data.get("version"), int)
                and data["version"] > VERSION
            ):
                raise ProblemError(Problem("setup_profile_newer", facts))
            return Profile.model_validate(data)
        except (OSError, ValueError, RecursionError) as error:  # pydantic's is a ValueError
            raise ProblemError(Problem("setup_profile_unreadable", facts, str(error))) from error
