"""The configuration file of `apply`, `drift` and `export`: one setup as reviewable TOML without the key."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Annotated, Literal

import tomli_w
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from wizard.problem import Problem, ProblemError

_MAX_BYTES = 1_000_000
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PlayvoxTable(_Table):
    """The Playvox service."""

    tenant_url: Text


class ApplicationTable(_Table):
    """Which enterprise application: by name or object id."""

    name: Text = "Playvox"


class PeopleTable(_Table):
    """The assigned people and groups. `assign` takes sign-in names and `group:Name`."""

    scope: Literal["assigned", "all"] = "assigned"
    assign: tuple[Text, ...] = ()
    role: str = ""


class ProvisioningTable(_Table):
    """How provisioning runs.

    `deletion_threshold` 0 switches the guard off, None uses the suggestion. `keep_out_of_scope` keeps
    accounts active when people leave the scope; None leaves it as saved in Entra.
    """

    notification_email: str = ""
    deletion_threshold: int | None = Field(default=None, ge=0, le=1_000_000)
    keep_out_of_scope: bool | None = None
    enabled: bool | None = None


class Config(_Table):
    """The whole file."""

    playvox: PlayvoxTable
    application: ApplicationTable = ApplicationTable()
    people: PeopleTable = PeopleTable()
    provisioning: ProvisioningTable = ProvisioningTable()


def read_config(file: Path) -> Config:
    """Read and check a file.

    Raises `config_unreadable` (facts `file`, `line`), `config_unknown_key` or `config_bad_value` (facts
    `file`, `field`, `line`, `why`).
    """
    try:
        with file.open("rb") as stream:
            content = stream.read(_MAX_BYTES + 1)
        if len(content) > _MAX_BYTES:
            raise ProblemError(Problem("config_unreadable", {"file": str(file), "why": "> 1 MB"}))
        text = content.decode("utf-8-sig")
        data = tomllib.loads(text)
    except OSError as error:
        facts = {"file": str(file), "why": error.strerror or type(error).__name__}
        raise ProblemError(Problem("config_unreadable", facts, str(error))) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ProblemError(Problem("config_unreadable", {"file": str(file), "why": str(error)})) from error
    try:
        return Config.model_validate(data)
    except ValidationError as error:
        raise ProblemError(_problem(file, text, error)) from None


def write_config(config: Config) -> str:
    """The file's text; unset values are left out."""
    return tomli_w.dumps(config.model_dump(mode="json", exclude_none=True), multiline_strings=False)


def escaped(text: str) -> str:
    """A file's text in ASCII, with the same meaning: non-ASCII characters occur in strings only."""
    return re.sub(r"[^\x00-\x7f]", lambda letter: _escape(ord(letter.group())), text)


def _escape(number: int) -> str:
    return f"\\u{number:04x}" if number <= 0xFFFF else f"\\U{number:08x}"


def _problem(file: Path, text: str, error: ValidationError) -> Problem:
    # Unknown names come first: a misspelled name also shows up as a missing one.
    found = sorted(error.errors(include_url=False), key=lambda each: each["type"] != "extra_forbidden")[0]
    location = [str(part) for part in found["loc"]]
    facts = {
        "file": str(file),
        "field": ".".join(location),
        "line": str(_line_of(text, location)),
        "why": str(found["msg"]),
    }
    code = "config_unknown_key" if found["type"] == "extra_forbidden" else "config_bad_value"
    return Problem(code, facts, field=facts["field"])


def _line_of(text: str, location: list[str]) -> int:
    """The line of a field, or of its table, or 1."""
    table, best = "", 1
    wanted = ".".join(location[:-1]) if len(location) > 1 else ""
    names = [part for part in location if not part.isdigit()]
    for number, line in enumerate(text.splitlines(), 1):
        header = re.match(r"\s*\[+\s*([^\]]+?)\s*\]+", line)
        if header:
            table = header.group(1).replace('"', "").replace(" ", "")
            if table in (".".join(location), names[0] if names else ""):
                best = number
            continue
        key = re.match(r"\s*([A-Za-z0-9_.\"-]+)\s*=", line)
        if key:
            name = key.group(1).replace('"', "")
            whole = f"{table}.{name}" if table else name
            if whole in (".".join(location), ".".join(names)) or (whole == wanted and name == names[-1]):
                return number
    return best
