"""The setting and what was read last, in `updates.json` of the data folder."""

from __future__ import annotations

from pathlib import Path

from pydantic import AwareDatetime, BaseModel, ValidationError

from wizard.own_files import read_file
from wizard.setup.files import write_atomically
from wizard.updates.metadata import Metadata

FILE = "updates.json"
_MOST = 16_384  # bytes


class Kept(BaseModel):
    """`on`: look once a day while the window is open. `newest`: what was verified last, at `checked`."""

    on: bool = False
    checked: AwareDatetime | None = None
    newest: Metadata | None = None


def read_kept(folder: Path) -> Kept:
    """What is kept; off and never checked where nothing is, or nothing that can be read."""
    try:
        return Kept.model_validate_json(read_file(folder / FILE, _MOST))
    except (OSError, ValidationError):
        return Kept()


def keep(folder: Path, kept: Kept) -> None:
    """Keep it; raises `OSError`."""
    write_atomically(folder / FILE, kept.model_dump_json(indent=2).encode())
