"""The page "As code": its YAML is read, and every command in it is one that the program understands."""

from __future__ import annotations

import json
import re
import shlex
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.cli.conftest import Run, Served
from tests.cli.shown_lines import ShownLines
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


@pytest.mark.timeout(300)
@pytest.mark.skipif(sys.platform == "win32", reason="the scripts are for a POSIX shell")
def test_every_script_works(tmp_path: Path, run: Run, served: Served, config: Path) -> None:
    """Every script of the page, by a shell, on a practice tenant that was set up by the file."""
    assert run("apply", "--config", config, "--practice", served.file, "--yes").code == 0
    folder = tmp_path / "repository"
    folder.mkdir()
    shown = ShownLines(folder, served.file, PLAYVOX_KEY=served.line["key"])
    lines = [text for kind, text in BLOCKS if kind == "sh"]
    lines += [each for kind, text in BLOCKS if kind == "yaml" for each in scripts(yaml.safe_load(text))]
    crontab = next(text for kind, text in BLOCKS if kind == "cron").splitlines()[-1]
    lines.append(crontab.split(maxsplit=6)[-1])
    for line in lines:
        done = shown.run(line, "bash", "-ec")
        assert done.returncode == 0, f"{line}: {done.returncode}\n{done.stderr}"
        assert served.line["key"] not in done.stdout + done.stderr
    assert json.loads((folder / "changes.json").read_text())["changes"] == []
    assert json.loads((folder / "drift.json").read_text())["changes"] == []


def test_a_pull_request_never_changes_anything() -> None:
    github = yaml.safe_load(next(text for kind, text in BLOCKS if kind == "yaml"))["jobs"]
    for name, job in github.items():
        applies = any("--yes" in call for text in scripts(job) for call in commands(text))
        assert applies == (name == "apply")
    assert github["plan"]["if"] == "github.event_name == 'pull_request'"


def test_variables_exist() -> None:
    used = set(re.findall(r"PLAYVOX_PROVISIONING_[A-Z_]+", PAGE))
    assert used <= {variable(flag) for flag in FLAGS}
