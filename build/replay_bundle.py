"""`python -m build.replay_bundle BUNDLE.zip`: read a support bundle, and judge what it recorded again.

Prints the facts, the problems of each step and the connection test with their words, requests and changes.
Then it repeats the judgments with the code of this checkout. Exit code 0: each verdict that can be repeated
is the same; 1: one differs; 2: not a bundle.
"""

from __future__ import annotations

import argparse
import json
import sys
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from build.replayed_test import RecordedTest, Replayed, replay, replay_earlier
from wizard.cli.streams import accept_every_letter
from wizard.connection.report_text import as_text
from wizard.messages import explain
from wizard.problem import Problem
from wizard.reports.bundle import LARGEST_FILE
from wizard.reports.contents import LISTS, RECORDS


class _Recorded(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class _Problem(_Recorded):
    code: str
    field: str | None = None
    retryable: bool = False
    facts: dict[str, str] = Field(default_factory=dict)


class _Step(_Recorded):
    id: str
    state: str = ""
    problem: _Problem | None = None


class _Steps(_Recorded):
    steps: tuple[_Step, ...] = ()


class _Rows(_Recorded):
    rows: tuple[dict[str, Any], ...] = ()
    left_out: int = 0


class _Earlier(_Recorded):
    rows: tuple[RecordedTest, ...] = ()


class NotABundleError(Exception):
    """The file is not a support bundle; the text says why."""


def read(file: Path) -> dict[str, bytes]:
    """The files of a bundle by name; raises `NotABundleError`."""
    known = {*RECORDS, *LISTS}
    try:
        with zipfile.ZipFile(file) as archive:
            infos = [each for each in archive.infolist() if each.filename in known]
            if any(each.file_size > LARGEST_FILE for each in infos):
                raise NotABundleError(f"{file}: one of its files is larger than any of a bundle")
            contents = {each.filename: archive.read(each) for each in infos}
    except (OSError, zipfile.BadZipFile, RuntimeError) as error:
        raise NotABundleError(f"{file}: {error}") from error
    if "program.json" not in contents:
        raise NotABundleError(f"{file}: there is no program.json in it")
    return contents


def lines(files: Mapping[str, bytes]) -> Iterator[str]:
    """What was recorded, for reading; raises `ValidationError` for a file that has another form."""
    for name in ("program.json", "set-up.json", "provisioning-job.json"):
        if name in files:
            yield from _heading(name)
            yield from _members(TypeAdapter(dict[str, Any]).validate_json(files[name]))
    if "steps.json" in files:
        yield from _heading("steps.json")
        for step in _Steps.model_validate_json(files["steps.json"]).steps:
            yield from _step(step)
    if "connection-test.json" in files:
        yield from _heading("connection-test.json")
        yield from as_text(_test(files).report()).splitlines()
    for name in ("requests.json", "changes.json", "writes.json"):
        if name in files:
            yield from _heading(name)
            rows = _Rows.model_validate_json(files[name])
            yield from (" ".join(f"{key}={value}" for key, value in row.items()) for row in rows.rows)
            if rows.left_out:
                yield f"({rows.left_out} more were left out of the bundle)"


def verdicts(files: Mapping[str, bytes]) -> list[Replayed]:
    """Every verdict of the bundle, judged again."""
    replayed = []
    if "connection-test.json" in files:
        replayed += replay(_test(files))
    if "earlier-connection-tests.json" in files:
        earlier = _Earlier.model_validate_json(files["earlier-connection-tests.json"])
        replayed += [replay_earlier(each) for each in earlier.rows]
    return replayed


def _test(files: Mapping[str, bytes]) -> RecordedTest:
    return RecordedTest.model_validate_json(files["connection-test.json"])


def _heading(name: str) -> Iterator[str]:
    yield ""
    yield f"=== {name}"


def _members(content: Mapping[str, Any], before: str = "") -> Iterator[str]:
    for name, value in content.items():
        if isinstance(value, dict):
            yield from _members(value, f"{before}{name}.")
        else:
            yield f"{before}{name}: {value if isinstance(value, str) else json.dumps(value)}"


def _step(step: _Step) -> Iterator[str]:
    yield f"{step.id}: {step.state}"
    if step.problem is None:
        return
    problem = step.problem
    words = explain(Problem(problem.code, problem.facts, retryable=problem.retryable, field=problem.field))
    yield f"    {problem.code} {problem.facts or ''}".rstrip()
    yield from (f"    {each}" for each in (words.what, words.why) if each)
    yield from (f"      • {each}" for each in words.do)


def _judged(each: Replayed) -> str:
    if each.now is None:
        return f"  {each.what}: {each.recorded}; cannot be repeated from the bundle"
    return f"{'!' if each.differs else ' '} {each.what}: {each.recorded}; now: {each.now}"


def main(arguments: list[str] | None = None) -> int:
    """Print the bundle and its verdicts."""
    parser = argparse.ArgumentParser(prog="python -m build.replay_bundle", description=__doc__)
    parser.add_argument("bundle", type=Path, help="the zip file that the program saved")
    file: Path = parser.parse_args(arguments).bundle
    accept_every_letter()
    try:
        files = read(file)
        for line in lines(files):
            print(line)
        replayed = verdicts(files)
    except (NotABundleError, ValidationError) as error:
        text = error if isinstance(error, NotABundleError) else error.errors(include_input=False)
        print(f"not a bundle of this program: {text}", file=sys.stderr)
        return 2
    print("\n=== verdicts: as recorded, and as this checkout judges the same observations")
    for each in replayed:
        print(_judged(each))
    if not replayed:
        print("  no connection test in this bundle")
    return 1 if any(each.differs for each in replayed) else 0


if __name__ == "__main__":
    sys.exit(main())
