"""The page "As code": its YAML is read, and every command in it is one that the program understands."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import yaml

from wizard.cli.parser import parsed
from wizard.environment import FLAGS, variable

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "as-code.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", PAGE, re.DOTALL)


def scripts(found: Any) -> list[str]:
    """Every script of a pipeline."""
    if isinstance(found, dict):
        own = [found[name] for name in ("run", "script") if isinstance(found.get(name), str)]
        return own + [text for value in found.values() for text in scripts(value)]
    return [text for each in found for text in scripts(each)] if isinstance(found, list) else []


def commands(script: str) -> list[list[str]]:
    """The arguments of every call of the program."""
    parts = [part for line in script.splitlines() for part in re.split(r"\|\|?|&&", line)]
    calls = [part.split("playvox-provisioning ", 1)[1:] for part in parts]
    return [shlex.split(call) for found in calls for call in found]


def test_every_command_is_understood() -> None:
    texts = [text for kind, text in BLOCKS if kind in ("sh", "cron")]
    pipelines = [yaml.safe_load(text) for kind, text in BLOCKS if kind == "yaml"]
    assert len(pipelines) == 2
    texts += [text for each in pipelines for text in scripts(each)]
    calls = [call for text in texts for call in commands(text)]
    names = {parsed(call).command for call in calls}
    assert names == {"apply", "check", "drift", "export"}
    assert len(calls) >= 8


def test_a_pull_request_never_changes_anything() -> None:
    github = yaml.safe_load(next(text for kind, text in BLOCKS if kind == "yaml"))["jobs"]
    for name, job in github.items():
        applies = any("--yes" in call for text in scripts(job) for call in commands(text))
        assert applies == (name == "apply")
    assert github["plan"]["if"] == "github.event_name == 'pull_request'"


def test_variables_exist() -> None:
    used = set(re.findall(r"PLAYVOX_PROVISIONING_[A-Z_]+", PAGE))
    assert used <= {variable(flag) for flag in FLAGS}
