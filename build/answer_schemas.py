"""The JSON Schemas of what the subcommands print with `--json`, made from `wizard.cli.answers`."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from pydantic import TypeAdapter

from wizard.cli.answers import changes, file_name, keys, mapping, offline, people, plans, setup
from wizard.cli.answers.envelope import Envelope

ANSWERS: Mapping[str, Any] = {
    "": Envelope,
    "status": setup.StatusAnswer,
    "watch": setup.WatchAnswer,
    "plan": plans.PlanAnswer,
    "plan list": plans.PlanListAnswer,
    "plan show": plans.PlanShowAnswer,
    "plan compare": plans.PlanCompareAnswer,
    "people list": people.PeopleListAnswer,
    "people assign": people.AssigningAnswer,
    "people unassign": people.AssigningAnswer,
    "people": Envelope,
    "mappings": Envelope,
    "mappings list": mapping.MappingListAnswer,
    "mappings set": mapping.MappingSetAnswer,
    "mappings reset": mapping.MappingSetAnswer,
    "mappings preview": mapping.MappingPreviewAnswer,
    "scope": Envelope,
    "scope show": mapping.ScopeShowAnswer,
    "scope filter": changes.ChangesAnswer,
    "scope count": mapping.ScopeCountAnswer,
    "provision": people.ProvisionAnswer,
    "relink": people.RelinkAnswer,
    "key": Envelope,
    "key show": keys.KeyShowAnswer,
    "key rotate": keys.KeyRotateAnswer,
    "key restore": keys.KeyRotateAnswer,
    "key reminder": keys.KeyReminderAnswer,
    "restart": changes.ChangesAnswer,
    "explain": people.ExplainAnswer,
    "why": people.WhyAnswer,
    "quality": plans.QualityAnswer,
    "apply": changes.ApplyAnswer,
    "check": changes.CheckAnswer,
    "drift": changes.DriftAnswer,
    "export": changes.ExportAnswer,
    "logs": setup.LogsAnswer,
    "history": setup.HistoryAnswer,
    "undo": changes.ChangesAnswer,
    "journal": setup.JournalAnswer,
    "report": setup.ReportAnswer,
    "bundle": setup.BundleAnswer,
    "test": offline.TestAnswer,
    "preview": offline.PreviewAnswer,
    "evaluate": offline.EvaluateAnswer,
    "updates": offline.UpdatesAnswer,
    "practice": Envelope,
    "practice serve": offline.PracticeServeAnswer,
    "practice people": offline.PracticePeopleAnswer,
    "practice change": offline.PracticeChangeAnswer,
    "practice cycle": offline.PracticeCycleAnswer,
}
"""The answer of each subcommand, with its action where it has several; "" before a subcommand is known.
A subcommand with actions is wrong use without one, so there is a problem only."""
_ALWAYS = ["schema", "command", "problem"]


def schema_of(command: str) -> dict[str, Any]:
    """The JSON Schema of one subcommand's answer.

    With a problem only the envelope is required: what was not read yet is missing.
    """
    made: dict[str, Any] = TypeAdapter(ANSWERS[command]).json_schema(mode="serialization")
    required = made.pop("required")
    about = made.pop("description", "")
    made["properties"]["command"] = {"const": command, "type": "string"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"playvox-provisioning {command} --json".replace("  ", " "),
        "description": " ".join(about.split()),
        **{name: value for name, value in made.items() if name != "title"},
        "required": _ALWAYS,
        "if": {"properties": {"problem": {"type": "null"}}},
        "then": {"required": required},
    }


def schema_files() -> dict[str, Callable[[], str]]:
    """The files of docs/schemas/ with their contents."""
    return {f"docs/schemas/{file_name(command)}": _text_of(command) for command in ANSWERS}


def _text_of(command: str) -> Callable[[], str]:
    return lambda: json.dumps(schema_of(command), indent=2) + "\n"
