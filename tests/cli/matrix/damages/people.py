"""Odd names of people, applications and values, in every form of output."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

from tests.cli.matrix.attempt import Attempt
from tests.cli.matrix.commands import Command
from tests.cli.matrix.damages.damage import Damage
from tests.cli.matrix.damages.databases import ODD, ODD_TEXTS
from tests.cli.matrix.odd_tenant import naming

_FORMATS = ("csv", "json", "jsonl", "xlsx", "html", "zip", "toml")
_STARTS = "=+-@\t\r"
_NAMES = {**ODD_TEXTS, "surrogate": "a\ud800b"}
_IN_ENTRA = {
    **_NAMES,
    "apostrophe": 'Miles O\'Brien’s "x"',
    "markup": "[red]x[/] <b>&amp;</b> {0} %s",
    "empty": "",
}
_FORMS = {"text": "", "JSON": "--json", "CSV": "--output", "terminal": ""}


def _person(name: str) -> Callable[[Attempt], None]:
    def change(attempt: Attempt) -> None:
        path = attempt.places["person"]
        content = json.loads(path.read_text())
        path.write_text(json.dumps({**content, "mail": name, "displayName": name, "givenName": name}))

    return change


def _standard_input(name: str) -> Callable[[Attempt], None]:
    def change(attempt: Attempt) -> None:
        raw = name.encode("utf-8", "surrogatepass")
        attempt.stdin = raw + b" SystemForCrossDomainIdentityManagementServiceIncompatible " + raw

    return change


def _logged(name: str, ending: str) -> Callable[[Attempt], None]:
    """The log on this computer with the name in every text, saved as a file."""

    def change(attempt: Attempt) -> None:
        [log] = attempt.places["folder"].glob("logs/*.sqlite")
        ODD[f"{name} in every text"](log)
        out = attempt.places["place"] / f"out.{ending}"
        attempt.more += ["--offline", "--output", str(out)]
        attempt.checks.append(lambda: formulas(out))

    return change


def _saved(ending: str) -> Callable[[Attempt], None]:
    def change(attempt: Attempt) -> None:
        out = attempt.places["place"] / f"out.{ending}"
        attempt.more += ["--output", str(out)]
        attempt.checks.append(lambda: formulas(out))

    return change


def formulas(file: Path) -> str:
    """What a spreadsheet would calculate, or a terminal obey, in a saved file."""
    packed = file.suffix in (".xlsx", ".zip")
    if not file.is_file() or (packed and not zipfile.is_zipfile(file)):
        return ""
    content = file.read_bytes()
    if file.suffix == ".csv":
        cells = [cell for row in content.decode("utf-8-sig").splitlines() for cell in row.split(",")]
        odd = [cell for cell in cells if cell.lstrip('"')[:1] in tuple(_STARTS)]
        return f"formula: {odd[:3]}" if odd else ""
    if packed:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = [archive.read(each) for each in archive.namelist()]
        if any(b"\x1b" in each for each in parts):
            return "terminal: an escape in the file"
        return "formula: in the sheet" if any(b"<f>" in each or b"<f " in each for each in parts) else ""
    return "terminal: an escape in the file" if b"\x1b" in content else ""


def _in_entra(name: str, form: str, *, everything: bool) -> Callable[[Attempt], None]:
    """Everybody in the tenant has this name, and the answer has this form."""

    def change(attempt: Attempt) -> None:
        assert attempt.middle is not None
        attempt.places["line"] = attempt.places["odd"]
        attempt.middle.rewrite = naming(name, everything=everything)
        if form == "JSON":
            attempt.more.append("--json")
        if form == "CSV":
            _saved("csv")(attempt)
        if form == "terminal":
            attempt.stdout = "terminal"
            attempt.env["TERM"] = "xterm-256color"

    return change


def _takes(flag: str) -> Callable[[Command], bool]:
    return lambda command: command.signs_in and (not flag or flag in command.flags)


def _named(*names: str) -> Callable[[Command], bool]:
    return lambda command: command.name in names


DAMAGES = [
    *(
        Damage(f"odd names: {name} in a person's file", _person(text), _named("preview", "evaluate"))
        for name, text in _NAMES.items()
    ),
    *(
        Damage(f"odd names: {name} on standard input", _standard_input(text), _named("explain"))
        for name, text in _NAMES.items()
    ),
    *(
        Damage(f"odd names: {name} in the log as {ending}", _logged(name, ending), _named("logs"))
        for name in ODD_TEXTS
        for ending in ("csv", "json", "jsonl", "xlsx")
    ),
    *(
        Damage(
            f"odd people: {name} in Entra as {form}{', also in its log' if everything else ''}",
            _in_entra(text, form, everything=everything),
            _takes(flag),
        )
        for name, text in _IN_ENTRA.items()
        for form, flag in _FORMS.items()
        for everything in (False, True)
    ),
    *(
        Damage(
            f"odd names: of the tenant as {ending}",
            _saved(ending),
            lambda command: "--output" in command.flags,
        )
        for ending in _FORMATS
    ),
]
