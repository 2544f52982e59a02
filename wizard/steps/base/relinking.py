"""Relinking in the journal: shared by the page that does it and the overview that reminds of it."""

from __future__ import annotations

from wizard.setup import Journal, Operation
from wizard.steps.base.person_row import PersonRow

KIND = "person.relink"
"""One person is matched again; open until provisioning is as it was before."""
UNLINK = "person.unlink"


def unfinished(journal: Journal, job_id: str | None) -> Operation | None:
    """The interrupted change of this job (None: of any); reads the disk."""
    rows = journal.open_operations(KIND)
    mine = [row for row in rows if job_id is None or row.new.get("job") == job_id]
    return mine[-1] if mine else None


def person_of(row: Operation) -> PersonRow:
    """Who is relinked."""
    return PersonRow(row.subject, str(row.new.get("name") or ""), str(row.new.get("user_name") or ""))
