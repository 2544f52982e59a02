"""The JSON answers of every subcommand as types: what `--json` prints, and what docs/schemas/ says.

Nothing here is needed while the program runs, so subcommands import these modules for type checking only.
Members are only ever added. `build/answer_schemas.py` makes the JSON Schemas.
"""

from __future__ import annotations


def file_name(command: str) -> str:
    """The name of a subcommand's schema."""
    return f"{command.replace(' ', '-') or 'problem'}.schema.json"
