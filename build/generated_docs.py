"""Files of docs/, resources/ and installer/ that are generated from the source.

`python -m build.generated_docs --write` updates them. Without `--write` it reports the outdated ones,
as the tests do.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from pathlib import Path

from build.answer_schemas import schema_files
from build.command_pages import cli_page, manual_page
from build.configuration_docs import configuration_page, configuration_schema
from build.guide_page import guide_page
from build.symptoms_page import symptoms_page
from wizard.practice.faultlist import GROUPS

ROOT = Path(__file__).resolve().parents[1]


def practice_faults() -> str:
    """The faults of the practice tenant, by the server they belong to."""
    lines = [
        "# Faults of the practice tenant",
        "",
        "Switch a fault in the window's Practice panel, or with `practice serve --fault NAME`, which may",
        "be repeated. While the tenant runs, `PUT /faults/NAME` at the `control` address of its line",
        'switches one, with `{"on": true}`.',
    ]
    for group, faults in GROUPS.items():
        lines += ["", f"## {group.capitalize()}", "", "| Name | What happens |", "| --- | --- |"]
        lines += [f"| `{name}` | {about.replace('|', '&#124;')} |" for name, about in faults.items()]
    return "\n".join(lines) + "\n"


def connection_laboratory() -> str:
    """The faulty servers that the connection test is tested with, and the cause it must report for each."""
    # Imported by name, because the laboratory is part of the tests and not type-checked with the source.
    laboratory = importlib.import_module("tests.connection.lab.faults")
    words = importlib.import_module("tests.connection.lab.words").read()
    lines = [
        "# Causes recognized by the connection test",
        "",
        "The tests run the connection test against every server in this table. It must report exactly",
        "this cause, at this check, with this sentence and this first remedy. The codes are public: they",
        "appear in the JSON output and keep their meaning. [Playvox does not connect](does-not-connect.md)",
        "has every remedy, by symptom.",
        "",
        "| Situation | What the server does | Check | Cause | What the report says | First remedy |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for fault in laboratory.ALL:
        about = fault.about.replace("|", "&#124;")
        check = f"`{fault.check}`" if fault.check else "–"
        cause = f"`{fault.cause}`" + (" (warning)" if fault.warning else "") if fault.cause else "works"
        said = [each.replace("|", "&#124;").replace("<", "&lt;") for each in words[fault.name]]
        headline, remedy = (*said, "–")[:2]
        lines.append(f"| {fault.name} | {about} | {check} | {cause} | {headline} | {remedy} |")
    return "\n".join(lines) + "\n"


def guide() -> str:
    """The user guide, which the program shows at F1; it is written in docs/guide.md."""
    return (ROOT / "docs" / "guide.md").read_text(encoding="utf-8")


def guide_in_a_browser() -> str:
    """The same guide in HTML."""
    return guide_page(guide(), symptoms_page())


PAGES: dict[str, Callable[[], str]] = {
    "docs/practice-faults.md": practice_faults,
    "docs/connection-laboratory.md": connection_laboratory,
    "docs/does-not-connect.md": symptoms_page,
    "docs/configuration.md": configuration_page,
    "docs/cli.md": cli_page,
    "installer/linux/playvox-provisioning.1": manual_page,
    "docs/configuration.schema.json": configuration_schema,
    "resources/configuration.schema.json": configuration_schema,
    "resources/guide.md": guide,
    "resources/does-not-connect.md": symptoms_page,
    "docs/guide.html": guide_in_a_browser,
    **schema_files(),
}


def outdated() -> list[str]:
    """Files that differ from the source."""
    return [
        name
        for name, make in PAGES.items()
        if not (ROOT / name).is_file() or (ROOT / name).read_text(encoding="utf-8") != make()
    ]


def main(arguments: list[str]) -> int:
    """Write the pages, or report the outdated ones."""
    if "--write" in arguments:
        for name, make in PAGES.items():
            (ROOT / name).parent.mkdir(exist_ok=True)
            (ROOT / name).write_text(make(), encoding="utf-8")
        return 0
    for name in (stale := outdated()):
        print(f"{name} is out of date: python -m build.generated_docs --write")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
