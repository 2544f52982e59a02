"""The support bundle: a few small files for finding a fault, without names of people or keys.

It is built in memory, shown, and only then saved: the file has exactly the content that was shown.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from wizard.messages import _
from wizard.reports.contents import LISTS, RECORDS
from wizard.reports.fields import Gate

LARGEST_FILE = 256 * 1024  # bytes of one file in the bundle
_EPOCH = (1980, 1, 1, 0, 0, 0)  # equal content gives equal bytes


@dataclass(frozen=True, slots=True)
class BundleFile:
    """One file: its name in the bundle, a description, and its full text."""

    name: str
    about: str
    text: str


@dataclass(frozen=True, slots=True)
class Bundle:
    """The bundle to save."""

    files: tuple[BundleFile, ...]

    @property
    def size(self) -> int:
        """Bytes of all files before packing."""
        return sum(len(each.text.encode()) for each in self.files)

    def packed(self) -> bytes:
        """The bundle as one zip file."""
        whole = io.BytesIO()
        with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
            for each in self.files:
                archive.writestr(
                    zipfile.ZipInfo(each.name, _EPOCH), each.text.encode(), zipfile.ZIP_DEFLATED
                )
        return whole.getvalue()


def make_bundle(records: Mapping[str, object], lists: Mapping[str, Iterable[object]], gate: Gate) -> Bundle:
    """The bundle of these objects, by the names of their files (`RECORDS`, `LISTS`). Any may be missing.

    Of each object only the members named in `wizard.reports.contents` are read.
    """
    files = []
    for name, about in _abouts().items():
        if name in RECORDS and records.get(name) is not None:
            files.append(BundleFile(name, about, _json(RECORDS[name](records[name], gate))))
        elif name in LISTS and name in lists:
            files.append(BundleFile(name, about, _rows(name, tuple(lists[name]), gate)))
    return Bundle((BundleFile("read-me.txt", _("What this bundle holds."), _read_me(files)), *files))


def _rows(name: str, rows: tuple[object, ...], gate: Gate) -> str:
    rule, most = LISTS[name]
    shown = [rule(each, gate) for each in rows[:most]]
    while True:
        content = _json({"rows": shown, "left_out": len(rows) - len(shown)})
        if len(content.encode()) <= LARGEST_FILE or not shown:
            return content
        shown = shown[: len(shown) // 2]


def _json(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _read_me(files: list[BundleFile]) -> str:
    lines = [
        _("Support bundle of Playvox Provisioning Setup"),
        "",
        _("It holds no key, no password, and no sign-in."),
        _("Names and mail addresses of people are replaced by words such as “person-1”."),
        _("The same person has the same word in every file of this bundle."),
        _("What servers wrote in their own words is left out."),
        "",
        *(f"{each.name}: {each.about}" for each in files),
    ]
    return "\n".join(lines) + "\n"


def _abouts() -> dict[str, str]:
    return {
        "program.json": _("The version of this program, and the system it runs on."),
        "set-up.json": _("The answers of this setup: identifiers, the Tenant URL, and choices."),
        "steps.json": _("How each step stands, and the code of what went wrong there."),
        "connection-test.json": _("The last connection test, check by check."),
        "earlier-connection-tests.json": _("Verdicts of earlier connection tests."),
        "provisioning-job.json": _(
            "What Microsoft Entra says about the provisioning job: states and counts."
        ),
        "requests.json": _("Requests to Microsoft Graph: when, what kind, which answer. No contents."),
        "changes.json": _("What this program changed, step by step."),
        "writes.json": _("The requests those changes were made with. No contents."),
    }
