"""Mutation testing: would a test notice when one thing in the code was different?

`python -m build.mutants [AREA …]` lets mutmut change one thing at a time in the code where a silent mistake
costs people their accounts, runs the area's tests against each change, and prints how many were noticed.
An area with more changes than `--sample` is judged by that many of them, drawn by `--seed`; `--all` tries
every one, which takes hours. Exit code 1 below 85 %.

Left out are changes that make no difference by rule, and other words: see `build/mutants_left_out.py`.
Counted as killed: a test failed, or the change made the tests run forever or crash, seen twice. Everything
else counts as survived, also a change in code that no test of the area reaches.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WORK = ROOT / ".cache" / "mutants"
WANTED = 85.0  # percent
SAMPLE = 250
SHOWN = 40  # survivors named

_COPIED = ("wizard", "build", "resources", "tests")
# Modules that nearly every test needs: each changed program is forked from a process that has them.
_PRELOADED = (
    "pytest", "pytest_asyncio.plugin", "pytest_timeout", "pytestqt.plugin", "xdist.plugin", "hypothesis",
    "anyio", "httpx", "pydantic", "starlette.applications", "uvicorn", "cryptography.x509",
    "scim2_models", "truststore", "regex", "PySide6.QtCore", "PySide6.QtWidgets", "PySide6.QtTest",
)  # fmt: skip
# mutmut has no command that lists changes without trying them.
_LISTING = """
from pathlib import Path
from mutmut.configuration import config
from mutmut.mutation.file_mutation import mutate_file_contents
from mutmut.utils.format_utils import get_mutant_name
from build.mutants_left_out import left_out

for path in sorted(Path("wizard").rglob("*.py")):
    if config().should_mutate(path):
        found = mutate_file_contents(str(path), path.read_text(encoding="utf-8"))
        without = left_out(found.code)
        for name in found.mutant_names:
            if name not in without:
                print(get_mutant_name(path, name))
"""
_BROKEN = frozenset({2, 4, 255, None})  # stopped, wrong usage, an exception of mutmut's, never tried
_STATUSES: dict[int | None, str] = {
    0: "survived",
    1: "killed",
    3: "killed",  # a failure inside pytest, such as an import that fails
    5: "no tests",
    33: "no tests",
    24: "timeout",
    36: "timeout",
    152: "timeout",
    -24: "timeout",
    -11: "crashed",
}
_KILLED = frozenset({"killed", "timeout", "crashed"})


@dataclass(frozen=True)
class Area:
    """Source files (patterns) that are changed, and the tests that should notice."""

    name: str
    source: tuple[str, ...]
    tests: tuple[str, ...]


AREAS = (
    # Without the scenarios at the practice service, which take seconds each.
    Area(
        "plan",
        ("wizard/plan/[!q]*",),
        (
            "tests/plan/unit",
            "tests/plan/test_document.py",
            "tests/plan/test_outcome.py",
            "tests/plan/test_scope.py",
        ),
    ),
    Area(
        "quality",
        ("wizard/plan/quality*",),
        ("tests/plan/unit/test_data_quality.py", "tests/plan/unit/test_quality_details.py"),
    ),
    Area("secrets", ("wizard/entra/secrets.py",), ("tests/entra/test_secrets.py",)),
    Area("setup", ("wizard/setup/*",), ("tests/setup",)),
    # Without programs that are started to be watched, and tokens of the practice tenant.
    Area(
        "security",
        ("wizard/security/*",),
        (
            "tests/security/test_core_dumps.py",
            "tests/security/test_encodings.py",
            "tests/security/test_hooks.py",
            "tests/security/test_index.py",
            "tests/security/test_interrupted_saving.py",
            "tests/security/test_redactor.py",
            "tests/security/test_vault_entries.py",
        ),
    ),
    Area(
        "scoping",
        (
            "wizard/mapping/scoping.py",
            "wizard/mapping/scope_tests.py",
            "wizard/mapping/scope_operators.py",
        ),
        ("tests/mapping/test_scoping.py",),
    ),
)


@dataclass
class Score:
    """What came of an area: all changes there are, and the status of each that was tried."""

    area: Area
    total: int
    statuses: dict[str, str] = field(default_factory=dict)

    @property
    def killed(self) -> int:
        return sum(status in _KILLED for status in self.statuses.values())

    @property
    def percent(self) -> float:
        return 100.0 * self.killed / max(1, len(self.statuses))

    def __str__(self) -> str:
        tried = len(self.statuses)
        count = f"{self.killed} of {tried}" + ("" if tried == self.total else f" drawn from {self.total}")
        others = [
            f"{sum(each == status for each in self.statuses.values())} {status}"
            for status in sorted(set(self.statuses.values()) - {"killed"})
        ]
        return f"{self.area.name:>9}: {self.percent:5.1f} %  ({', '.join([count, *others])})"


def main(arguments: Sequence[str]) -> int:
    """Try the changes and print the score."""
    parser = argparse.ArgumentParser(prog="python -m build.mutants", description=__doc__.partition("\n")[0])
    names = [area.name for area in AREAS]
    parser.add_argument("areas", nargs="*", metavar="AREA", help=f"one of {', '.join(names)}; usually all")
    parser.add_argument(
        "--sample", type=int, default=SAMPLE, help=f"changes in each area (usually {SAMPLE})"
    )
    parser.add_argument("--seed", type=int, default=1, help="which ones are drawn (usually 1)")
    parser.add_argument("--all", action="store_true", help="every change")
    parser.add_argument("--jobs", type=int, help="how many at a time (usually one per processor)")
    options = parser.parse_args(arguments)
    if unknown := set(options.areas) - set(names):
        parser.error(f"no area is called {', '.join(sorted(unknown))}")
    areas = [area for area in AREAS if not options.areas or area.name in options.areas]
    scores = []
    for area in areas:
        scores.append(_try(area, None if options.all else options.sample, options.seed, options.jobs))
        print(scores[-1], flush=True)
    survivors = [
        f"{name}: {status}"
        for score in scores
        for name, status in score.statuses.items()
        if status not in _KILLED
    ]
    for line in survivors[:SHOWN]:
        print(f"  {line}")
    if len(survivors) > SHOWN:
        print(f"  … and {len(survivors) - SHOWN} more")
    if survivors:
        print(f"Shown by: cd {WORK.relative_to(ROOT)}/AREA && {sys.executable} -m mutmut show NAME")
    # Each area weighs as much as there is in it to be changed.
    percent = sum(score.percent * score.total for score in scores) / sum(score.total for score in scores)
    print(f"\nMutation score: {percent:.1f} % (wanted: at least {WANTED:.0f} %)")
    return 0 if percent >= WANTED else 1


def _try(area: Area, sample: int | None, seed: int, jobs: int | None) -> Score:
    folder = WORK / area.name
    _lay_out(area, folder)
    known = _names(area, folder)
    drawn = known if sample is None or len(known) <= sample else random.Random(seed).sample(known, sample)  # noqa: S311 - chance, no secret
    _run(folder, drawn, jobs)
    score = Score(area, len(known), _statuses(folder, drawn))
    slow = [name for name, status in score.statuses.items() if status in _KILLED - {"killed"}]
    if slow:  # that may have been a busy machine
        _run(folder, slow, 1)
        score.statuses |= _statuses(folder, slow)
    return score


def _lay_out(area: Area, folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    ignored = shutil.ignore_patterns("__pycache__", "*.pyc")
    for name in _COPIED:
        shutil.copytree(ROOT / name, folder / name, ignore=ignored)
    shutil.copy2(ROOT / "pyproject.toml", folder)
    (folder / "preloaded.txt").write_text("\n".join(_PRELOADED) + "\n", encoding="utf-8")
    settings = {
        "source_paths": ("wizard",),
        "only_mutate": area.source,
        "also_copy": ("build", "resources"),
        "pytest_add_cli_args": (
            "--hypothesis-profile=repeatable", "-m", "not journey and not bench",
            "-W", "ignore::pytest.PytestAssertRewriteWarning",  # of what is preloaded
        ),
        "pytest_add_cli_args_test_selection": area.tests,
        "process_isolation": "forkserver",
        "forkserver_warmup": "import",
        "preload_modules_file": "preloaded.txt",
        "use_git_change_detection": "false",
        # Seconds: (those of the tests + 20) * 5, so that waiting for a processor is no time-out.
        "timeout_constant": "20.0",
        "timeout_multiplier": "5.0",
    }  # fmt: skip
    lines = ["[mutmut]"]
    for name, value in settings.items():
        lines.append(
            f"{name} = {value}" if isinstance(value, str) else f"{name} =\n    " + "\n    ".join(value)
        )
    (folder / "setup.cfg").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _names(area: Area, folder: Path) -> list[str]:
    """Every change of the area by mutmut's name for it, in a fixed order."""
    answer = subprocess.run(
        [sys.executable, "-c", _LISTING], cwd=folder, capture_output=True, text=True, check=True
    )
    found = answer.stdout.split()
    if not found:
        raise SystemExit(f"nothing can be changed in {', '.join(area.source)}")
    return found


def _run(folder: Path, names: Sequence[str], jobs: int | None) -> None:
    command = [sys.executable, "-m", "mutmut", "run", *([f"--max-children={jobs}"] if jobs else []), *names]
    log = folder / "mutmut.log"
    with log.open("ab") as output:
        done = subprocess.run(command, cwd=folder, stdout=output, stderr=subprocess.STDOUT, check=False)
    if done.returncode:
        tail = log.read_text(encoding="utf-8", errors="replace").replace("\r", "\n")[-3000:]
        raise SystemExit(f"{tail}\nmutmut stopped with {done.returncode}; see {log}")


def _statuses(folder: Path, names: Sequence[str]) -> dict[str, str]:
    """How each change ended, from mutmut's records: `mutmut results` calls a failed start a time-out."""
    codes: dict[str, int | None] = {}
    for record in (folder / "mutants").rglob("*.meta"):
        codes |= json.loads(record.read_text(encoding="utf-8"))["exit_code_by_key"]
    if broken := [name for name in names if codes.get(name) in _BROKEN]:
        raise SystemExit(f"the tests could not be run for {len(broken)} changes, such as {broken[0]}")
    return {name: _STATUSES.get(codes.get(name), f"exit code {codes.get(name)}") for name in names}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
