"""Whether an answer is what docs/schemas/ promises."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from wizard.cli.answers import file_name

SCHEMAS = Path(__file__).resolve().parents[2] / "docs" / "schemas"
FINE = (0, 1)


def strict(schema: Any) -> Any:
    """The same schema without members that it does not describe."""
    if isinstance(schema, list):
        return [strict(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    found = {name: strict(value) for name, value in schema.items()}
    if "properties" in found and found.get("type") == "object":
        found.setdefault("additionalProperties", False)
    return found


@cache
def validator(command: str) -> Draft202012Validator:
    """The schema of a subcommand, without members that it does not describe."""
    schema = json.loads((SCHEMAS / file_name(command)).read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(strict(schema))


def contract_broken(answer: dict[str, Any], code: int) -> list[str]:
    """What is wrong with an answer; `code` is the exit code it came with."""
    command = answer.get("command")
    if not isinstance(command, str) or not (SCHEMAS / file_name(command)).is_file():
        return [f"there is no subcommand {command!r}"]
    found = [
        f"{command}: {error.json_path}: {error.message[:200]}"
        for error in validator(command).iter_errors(answer)
    ]
    if (answer.get("problem") is None) != (code in FINE):
        found.append(f"exit code {code} with the problem {answer.get('problem')}")
    return found
