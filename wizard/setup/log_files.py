"""Where the provisioning logs of a setup lie: one file for each application."""

from __future__ import annotations

from pathlib import Path


def log_file(folder: Path, profile_id: str, application_id: str) -> Path:
    """The log of one application in the data folder."""
    name = f"{profile_id}.{application_id.lower()}"
    safe = "".join(each if each.isalnum() or each in ".-" else "-" for each in name)
    return folder / "logs" / f"{safe}.sqlite"


def remove_logs(folder: Path, profile_id: str) -> None:
    """Delete all logs of one setup, with what SQLite has beside them; raises `OSError`."""
    for file in (folder / "logs").glob(f"{profile_id}.*.sqlite*"):
        file.unlink(missing_ok=True)


def log_files(folder: Path, profile_id: str) -> tuple[Path, ...]:
    """All logs of one setup, the one that was changed last first."""
    found = (folder / "logs").glob(f"{profile_id}.*.sqlite")
    return tuple(sorted(found, key=lambda each: each.stat().st_mtime, reverse=True))
