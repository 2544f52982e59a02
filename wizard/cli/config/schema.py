"""The JSON Schema of the configuration file, for editors that complete and check TOML."""

from __future__ import annotations

import json
from typing import Any

from wizard.cli.config.model import Config

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> dict[str, Any]:
    """The schema. It knows names, types and bounds; `check` also judges addresses and expressions."""
    schema = Config.model_json_schema(mode="validation")
    return {"$schema": DIALECT, **_for_toml(schema), "title": "Playvox provisioning configuration"}


def schema_text() -> str:
    """The schema as the shipped file has it."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


def _for_toml(part: Any) -> Any:
    """The schema without null, which TOML does not have, and without defaults: there are none."""
    if isinstance(part, list):
        return [_for_toml(each) for each in part]
    if not isinstance(part, dict):
        return " ".join(part.split()) if isinstance(part, str) else part
    kept = {name: _for_toml(each) for name, each in part.items()}
    if not isinstance(kept.get("default"), dict) or "$ref" in kept:
        kept.pop("default", None)  # a dict without a reference is the setting named `default`
    if "description" in kept and "properties" not in kept and kept.get("title"):
        del kept["title"]
    options = kept.get("anyOf")
    if isinstance(options, list):
        options = [each for each in options if each != {"type": "null"}]
        if len(options) == 1:
            del kept["anyOf"]
            return {**options[0], **kept}
        kept["anyOf"] = options
    return kept
