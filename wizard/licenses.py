"""The licenses of this program and of everything that it is made of."""

from __future__ import annotations

import importlib.metadata
import sys
from pathlib import Path

from wizard.messages import _
from wizard.own_files import read_file

_FILE = "licenses.txt"
_MOST = 16 * 1024 * 1024  # bytes
_LONGEST = 80  # letters of a license's name; some packages put the whole text there


def license_text() -> str:
    """`licenses.txt` of the installed program; when it runs from source, one line for each package."""
    file = Path(sys.executable).with_name(_FILE)
    if getattr(sys, "frozen", False):
        return read_file(file, _MOST).decode("utf-8", "replace")
    lines = {_line(each) for each in importlib.metadata.distributions()}
    return "\n".join(sorted(filter(None, lines), key=str.casefold))


def _line(package: importlib.metadata.Distribution) -> str:
    known = package.metadata
    name = known["Name"]
    if not name:  # a damaged installation
        return ""
    classifiers = [each for each in known.get_all("Classifier") or () if each.startswith("License ::")]
    expression, text = (str(known.json.get(each, "")) for each in ("license_expression", "license"))
    named = expression or text.strip().partition("\n")[0][:_LONGEST]
    named = named or ", ".join(each.split(" :: ")[-1] for each in classifiers) or _("not stated")
    return f"{name} {known['Version']}: {named}"
