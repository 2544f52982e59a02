"""docs/configuration.md and the JSON Schema of the configuration file, from the model that reads it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from wizard.cli.config.schema import json_schema, schema_text

EXAMPLES = Path(__file__).resolve().parents[1] / "docs" / "examples"
_INTRODUCTION = """\
# Configuration file

`apply`, `drift`, `export`, `plan --config` and `check` use one TOML file for the whole setup. It never
holds the Playvox key: that comes from the keyring or, with `--key-stdin`, from standard input.

```sh
playvox-provisioning export --output setup.toml       # the tenant as it is
playvox-provisioning check setup.toml                 # every mistake with its place, without signing in
playvox-provisioning apply --config setup.toml        # shows every change and asks
playvox-provisioning drift --config setup.toml        # 0: nothing differs, 1: something does
```

## Rules

- **What is left out is left alone.** Every setting is optional. `apply` never changes a setting that
  the file does not state, and `drift` does not compare it. The one exception is a new setup: where
  Entra has nothing yet, the usual values are saved (assigned people only, a guard of 50 deactivations).
- **Removing is written down:** `notification_email = ""`, `deletion_threshold = 0`, `scoping_filter =
  []`, `externalId = ""` below `[mappings]`, and `complete = true` for assignments.
- **Types are strict.** Switches are `true` or `false`, numbers have no quotation marks, unknown names
  are refused with the name that was probably meant. All mistakes of a file are reported at once, and
  nothing is done (exit code 3). Behind a syntax error the rest is read as far as its end is certain;
  else the message says that what follows was not read.
- **`export` writes everything** that a file can say, so that applying it changes nothing. What no file
  can say becomes a comment at its top and a line on standard error: an expression that cannot be read,
  early filters (`inputFilterGroups`), other mappings that are on, such as of groups, further actions
  and settings. `apply` leaves that alone. A file that exists is replaced with `--force` only, and
  folders are not created.
- `export` sets `complete` and `mappings_complete`: then `drift` also finds what was added in Entra.
- Files are UTF-8, at most 1,000,000 bytes, with lists and tables nested at most 8 deep and names of at
  most 8 parts.

[`configuration.schema.json`](configuration.schema.json) is the JSON Schema of the file; the program
ships it in `resources/`. Editors with TOML support complete and check names with it, for example with
this first line:

```toml
#:schema ./configuration.schema.json
```
"""
_EXAMPLES = {
    "setup.toml": "A whole setup",
    "connection.toml": "Some settings only",
    "roles.toml": "Assignments with roles",
    "removing.toml": "Removing",
}


def configuration_page() -> str:
    """The page, with the examples of docs/examples and a table for each part of the file."""
    parts = [_INTRODUCTION, "## Examples\n"]
    for name, title in _EXAMPLES.items():
        text = (EXAMPLES / name).read_text(encoding="utf-8")
        parts.append(f"### {title}\n\n[examples/{name}](examples/{name})\n\n```toml\n{text}```\n")
    schema = json_schema()
    parts.append("## Settings\n")
    for name, table in schema["properties"].items():
        if name == "mappings":
            parts.append(_section("[mappings]", _definition(schema, "MappingEntry"), _about(table)))
        else:
            parts.append(_section(f"[{name}]", _definition(schema, _reference(table))))
    entries = {
        "A member of `people.assign`": "AssignEntry",
        "A member of `people.scoping_filter`": "FilterGroupEntry",
        "A member of `clauses`": "FilterClauseEntry",
    }
    parts += [_section(title, _definition(schema, name)) for title, name in entries.items()]
    return "\n".join(parts)


def configuration_schema() -> str:
    """The JSON Schema file."""
    return schema_text()


def _section(title: str, table: dict[str, Any], first: str = "") -> str:
    heading = f"### `{title}`" if title.startswith("[") else f"### {title}"
    lines = [heading, "", " ".join(part for part in (first, _about(table)) if part), ""]
    lines += ["| Setting | Value | Meaning |", "| --- | --- | --- |"]
    for name, setting in table["properties"].items():
        lines.append(f"| `{name}` | {_kind(setting)} | {_about(setting)} |")
    return "\n".join(lines) + "\n"


def _definition(schema: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = schema["$defs"][name]
    return found


def _reference(table: dict[str, Any]) -> str:
    return str(table["$ref"]).rpartition("/")[2]


def _about(part: dict[str, Any]) -> str:
    return re.sub(r"\s+", " ", str(part.get("description", ""))).replace("|", "&#124;")


def _kind(setting: dict[str, Any]) -> str:
    """The kind of value in words."""
    if "enum" in setting:
        return ", ".join(f'`"{each}"`' for each in setting["enum"])
    if "anyOf" in setting:
        return " or ".join(dict.fromkeys(_kind(each) for each in setting["anyOf"]))
    if "$ref" in setting:
        return "table"
    kind = setting.get("type")
    if kind == "array":
        inner = _kind(setting["items"])
        return f"list of {' or '.join(f'{each}s' for each in inner.split(' or '))}"
    if kind == "integer":
        return f"number, {setting['minimum']} to {setting['maximum']:,}"
    return {"boolean": "`true` or `false`", "string": "text", "object": "table of names and texts"}[
        str(kind)
    ]
