"""`watch`: one look for a scheduler, and lines for what changes; ready files for schedulers."""

from __future__ import annotations

import itertools
import re
import shlex
import shutil
import signal
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from argparse import Namespace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from pydantic import TypeAdapter

from tests.cli.conftest import ROOT, Run, Served
from wizard.cli.parser import parsed
from wizard.cli.watch import _print_changes
from wizard.steps.overview.alerts import Alert

FOLDER = ROOT / "docs" / "watch"


def test_one_look_says_how_it_stands_with_its_exit_code(run: Run, served: Served, config: Path) -> None:
    practice = ("--practice", served.file)
    assert run("apply", "--config", config, "--yes", *practice).code == 0
    served.control("POST", "cycle", {})
    well = run("watch", "--once", "--config", config, *practice, "--json")
    assert (well.code, well.json["health"], well.json["alerts"]) == (0, "ok", []), well.err
    assert (well.json["quarantine"], well.json["missing"], well.json["unknown"]) == (None, 0, [])
    quiet = run("watch", "--once", "--quiet", *practice)
    assert (quiet.code, quiet.out) == (0, ""), quiet.err

    config.write_text(config.read_text().replace("deletion_threshold = 50", "deletion_threshold = 51"))
    differs = run("watch", "--once", "--config", config, *practice, "--json")
    assert (differs.code, [one["code"] for one in differs.json["alerts"]]) == (1, ["drift"]), differs.err

    served.control("PUT", "faults/playvox-key-rejected", {"on": True})
    served.control("POST", "cycle", {})
    broken = run("watch", "--once", *practice, "--json")
    assert (broken.code, broken.json["health"]) == (2, "broken"), broken.err
    assert broken.json["quarantine"]["cause"] == "key_rejected"
    assert broken.json["quarantine"]["since"] == broken.json["alerts"][0]["since"]
    told = run("watch", "--once", "--quiet", *practice)
    assert (told.code, told.out.count("\n")) == (2, len(broken.json["alerts"]))
    assert re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d UTC\S*  Broken: .*quarantine", told.out)


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGINT for another process")
def test_ctrl_c_ends_the_watch_with_4(served: Served, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "wizard", "watch", "--practice", str(served.file)]
    command += ["--data-folder", str(tmp_path / "data")]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert "Attention: " in process.stdout.readline()  # nothing is set up
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 4


def test_a_line_for_what_came_and_for_what_is_over(capsys: pytest.CaptureFixture[str]) -> None:
    quarantine = Alert("quarantine", "In quarantine.", broken=True, detail="key_rejected")
    two, three = (Alert("missing", f"{n} are missing.", detail=str(n)) for n in (2, 3))
    now = datetime(2026, 11, 29, 12, tzinfo=UTC)
    looks = [(), (two,), (two,), (three, quarantine), (three,), ()]
    for before, after in itertools.pairwise(looks):
        _print_changes(now, before, after)
    lines = [line.partition("  ")[2] for line in capsys.readouterr().out.splitlines()]
    assert lines == [
        "Attention: 2 are missing.",
        "Attention: 3 are missing.",
        "Broken: In quarantine.",
        "Resolved: In quarantine.",
        "Resolved: 3 are missing.",
    ]


def test_json_needs_once(run: Run) -> None:
    done = run("watch", "--json")
    assert (done.code, done.json["problem"]["code"]) == (3, "usage.watch_json")


def _command_of(name: str) -> list[str]:
    """The arguments that a ready file gives to the program."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    if name.endswith(".xml"):
        found = ElementTree.fromstring(text.split("?>", 1)[1])
        arguments = found.findtext(".//{*}Exec/{*}Arguments") or ""
        return shlex.split(arguments, posix=False)
    line = next(each for each in text.splitlines() if " watch --once" in each and not each.startswith("#"))
    client = "0" * 8 + "-0000-0000-0000-" + "0" * 12
    words = line.replace("$Tenant", "t.example").replace("$Certificate", "app.pfx")
    words = words.replace("$ClientId", client).replace("$DataFolder", "data")
    return shlex.split(words[words.index("watch --once") :])


def _environment_of(name: str) -> dict[str, str]:
    text = (FOLDER / name).read_text(encoding="utf-8")
    pairs = re.findall(r"(PLAYVOX_PROVISIONING_[A-Z_]+)\s*[=:]\s*(\S+)", text)
    return {key: value for key, value in pairs if key != "PLAYVOX_PROVISIONING_PACKAGE"}


@pytest.mark.parametrize("name", sorted(each.name for each in FOLDER.iterdir() if each.suffix != ".timer"))
def test_the_command_of_each_ready_file_is_understood(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from wizard.cli.unattended import is_unattended

    for key, value in _environment_of(name).items():
        plain = value.replace("${{", "x") if "TENANT" in key else value
        monkeypatch.setenv(key, "0" * 8 + "-0000-0000-0000-" + "0" * 12 if "CLIENT_ID" in key else plain)
    args: Namespace = parsed(_command_of(name))
    assert (args.command, args.once) == ("watch", True)
    assert is_unattended(args)


def test_the_offered_workflow_is_one_to_githubs_own_judges() -> None:
    """actionlint knows the syntax and expressions, check-jsonschema GitHub's schema."""
    file = str(FOLDER / "github-actions.yml")
    for command in (
        ("actionlint", "-no-color", file),
        ("check-jsonschema", "--builtin-schema", "vendor.github-workflows", file),
    ):
        program = Path(sys.executable).with_name(command[0])
        done = subprocess.run([program, *command[1:]], capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stdout + done.stderr


def test_the_task_has_what_windows_task_scheduler_requires() -> None:
    """As its schema (MS-TSCH) asks: parts in order, a trigger that repeats, an action, its principal."""
    text = (FOLDER / "playvox-watch.xml").read_text(encoding="utf-8")
    task = ElementTree.fromstring(text.encode())
    space = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"
    names = [each.tag.removeprefix(space) for each in task]
    assert names == ["RegistrationInfo", "Triggers", "Principals", "Settings", "Actions"]
    assert all(each.tag.startswith(space) for each in task.iter())
    (trigger,) = task.findall(f"{space}Triggers/*")
    order = ["Repetition", "StartBoundary", "EndBoundary", "ExecutionTimeLimit", "Enabled"]
    parts = [each.tag.removeprefix(space) for each in trigger]
    assert parts == [name for name in order if name in parts]
    assert datetime.fromisoformat(trigger.findtext(f"{space}StartBoundary") or "").year <= 2026
    every = trigger.findtext(f"{space}Repetition/{space}Interval") or ""
    limit = task.findtext(f"{space}Settings/{space}ExecutionTimeLimit") or ""
    minutes = TypeAdapter(timedelta).validate_python
    assert timedelta(minutes=1) <= minutes(limit) < minutes(every), "a run ends before the next one begins"
    (principal,) = task.findall(f"{space}Principals/{space}Principal")
    (actions,) = task.findall(f"{space}Actions")
    assert actions.get("Context") == principal.get("id")
    (program,) = [each.text or "" for each in actions.iter(f"{space}Command")]
    assert program.strip('"').endswith("\\playvox-provisioning.exe")


def test_the_ready_files_are_well_formed(tmp_path: Path) -> None:
    workflow = yaml.safe_load((FOLDER / "github-actions.yml").read_text(encoding="utf-8"))
    assert workflow["permissions"] == {"id-token": "write"}
    assert workflow["jobs"]["watch"]["steps"]
    cron = [
        line
        for line in (FOLDER / "playvox-watch.cron").read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#") and "=" not in line.split()[0]
    ]
    assert all(re.fullmatch(r"\*/15( \*){4} \S+ playvox-provisioning watch .*", line) for line in cron)
    assert len(cron) == 1
    analyze = shutil.which("systemd-analyze")
    if analyze:
        for name in ("playvox-watch.service", "playvox-watch.timer"):
            # The program is not installed on the machine that tests.
            text = (
                (FOLDER / name)
                .read_text(encoding="utf-8")
                .replace("/usr/bin/playvox-provisioning", "/bin/true")
            )
            (tmp_path / name).write_text(text, encoding="utf-8")
        files = [str(tmp_path / f"playvox-watch.{kind}") for kind in ("timer", "service")]
        command = [analyze, "verify", "--man=no", *files]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
        assert "playvox-watch" not in done.stderr, done.stderr
