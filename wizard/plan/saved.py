"""Saved plans of a setup: files beside its journal that stay until somebody deletes them."""

from __future__ import annotations

import os
import shutil
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from wizard.file_reasons import file_reason
from wizard.own_files import files_in, put_in_place
from wizard.paths import private_file, private_folder
from wizard.plan.header import PlanHeader
from wizard.plan.plan import Plan, not_saved, read_header
from wizard.problem import NotFoundError, Problem, ProblemError

_PREFIX, _SUFFIX, _PART = "saved-", ".sqlite", ".part"


@dataclass(frozen=True, slots=True)
class SavedPlan:
    """One saved plan. `header` is None where its file cannot be read."""

    id: str
    header: PlanHeader | None


class SavedPlans:
    """The saved plans in one folder. Every method reads or writes the disk."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def save(self, plan: Plan) -> SavedPlan:
        """Save this plan; saving it again changes nothing. Raises `plan_not_saved`.

        A copy gets its name when it is complete and on the disk, or is not created at all.
        """
        path = self.path_of(plan.header.id)
        part = path.with_suffix(_PART)
        try:
            if not path.exists():
                private_folder(self._folder)
                private_file(part)
                shutil.copyfile(plan.path, part)
                _to_disk(part)
                put_in_place(part, path)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise not_saved(path, error) from error
        return SavedPlan(plan.header.id, plan.header)

    def all(self) -> tuple[SavedPlan, ...]:
        """All of them, newest first; files that cannot be read come last.

        Raises `plans_unreadable` when the folder cannot be read.
        """
        found = []
        for path in self._paths():
            identifier = path.name.removeprefix(_PREFIX).removesuffix(_SUFFIX)
            try:
                header = read_header(path)
            except (OSError, sqlite3.Error, ValueError, TypeError):
                header = None
            found.append(SavedPlan(identifier, header))
        readable = [each for each in found if each.header is not None]
        readable.sort(
            key=lambda each: each.header.computed.timestamp() if each.header else 0.0, reverse=True
        )
        return (*readable, *(each for each in found if each.header is None))

    def open(self, identifier: str) -> Plan:
        """Open one; the caller closes it.

        Raises `plan_unreadable`, or `NotFoundError` when it was deleted.
        """
        path = self.path_of(identifier)
        if not path.exists():
            raise NotFoundError(Problem("plan_gone"))
        return Plan.open(path)

    def delete(self, identifier: str) -> None:
        """Delete one; a missing one is not an error. Raises `plan_not_deleted`."""
        path = self.path_of(identifier)
        try:
            path.unlink(missing_ok=True)
        except OSError as error:  # on Windows, while another copy of the program has it open
            facts = {"file": str(path), "reason": file_reason(error)}
            raise ProblemError(Problem("plan_not_deleted", facts, str(error))) from error

    def _paths(self) -> list[Path]:
        names = [path for path in _lying_in(self._folder) if path.name.startswith(_PREFIX)]
        return sorted(path for path in names if path.suffix == _SUFFIX)

    def path_of(self, identifier: str) -> Path:
        """The file of a saved plan."""
        if not identifier.isalnum():  # it comes from a file name, and must not contain a path
            raise NotFoundError(Problem("plan_gone"))
        return self._folder / f"{_PREFIX}{identifier}{_SUFFIX}"


def folders_of_plans(folder: Path) -> list[str]:
    """Names of the folders in a folder, in order. Raises `plans_unreadable` when it cannot be read."""
    return sorted(path.name for path in _lying_in(folder) if path.is_dir())


def _lying_in(folder: Path) -> list[Path]:
    try:
        return files_in(folder)
    except OSError as error:
        facts = {"folder": str(folder), "reason": file_reason(error)}
        raise ProblemError(Problem("plans_unreadable", facts, str(error), retryable=True)) from error


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
