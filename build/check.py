"""Every check of `make check`, one after the other, to the end; exit code 1 when one fails."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from build import licenses, prose, translations

ROOT = Path(__file__).resolve().parents[1]
LONG, TOO_LONG = 300, 600  # lines: reported, refused

# What must never be in the repository, in any file.
_SECRETS = {
    "private key": re.compile(r"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----\s+[A-Za-z0-9+/]{20}"),
    "Entra client secret": re.compile(r"\b[A-Za-z0-9_~.-]{3}8Q~[A-Za-z0-9_~.-]{31,34}\b"),
    "signed token": re.compile(r"\beyJ[A-Za-z0-9_-]{20,}\.eyJ[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{40,}"),
    "access token of a code host": re.compile(r"\b(?:ghp_|github_pat_|glpat-|pypi-AgE)[A-Za-z0-9_-]{20,}"),
}


def _tool(*command: str) -> Callable[[], list[str]]:
    def run() -> list[str]:
        answer = subprocess.run(
            [Path(sys.executable).with_name(command[0]), *command[1:]], cwd=ROOT, check=False
        )
        return [f"{command[0]} exits {answer.returncode}"] if answer.returncode else []

    return run


_WORKFLOWS = ".github/workflows"
_OFFERED = "docs/watch/github-actions.yml"


def _workflows() -> list[str]:
    """GitHub's workflows, and the one that the documentation offers: their syntax, their JSON Schema, and
    what an attacker could use.
    """
    files = [str(path.relative_to(ROOT)) for path in sorted((ROOT / _WORKFLOWS).glob("*.yml"))]
    files.append(_OFFERED)
    tools = (
        _tool("actionlint", *files),
        _tool("check-jsonschema", "--quiet", "--builtin-schema", "vendor.github-workflows", *files),
        _tool("zizmor", "--quiet", "--offline", _WORKFLOWS, _OFFERED),
    )
    return [complaint for tool in tools for complaint in tool()]


def _tracked() -> list[Path]:
    answer = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    paths = (ROOT / name.decode() for name in answer.stdout.split(b"\0") if name)
    return sorted(path for path in paths if path.is_file())


def _lengths() -> list[str]:
    complaints = []
    for path in _tracked():
        if path.suffix != ".py":
            continue
        lines = len(path.read_text(encoding="utf-8").splitlines())
        name = path.relative_to(ROOT)
        if lines > TOO_LONG:
            complaints.append(f"{name} has {lines} lines; {TOO_LONG} is the limit")
        elif lines > LONG:
            print(f"  long: {name} ({lines} lines)")
    return complaints


def secrets_in(text: str) -> list[str]:
    """The kinds of secret found in a text."""
    return [kind for kind, pattern in _SECRETS.items() if pattern.search(text)]


def _no_secrets() -> list[str]:
    complaints = []
    for path in _tracked():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # pictures
        complaints += [f"{path.relative_to(ROOT)} holds a {kind}" for kind in secrets_in(text)]
    return complaints


def classes_defined_twice(sources: Mapping[str, str]) -> list[str]:
    """Public class names that several modules define; `sources` maps the name of a file to its text."""
    places: dict[str, list[str]] = {}
    for name, text in sources.items():
        for node in ast.parse(text).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places.setdefault(node.name, []).append(name)
    return [
        f"class {name} is defined in {' and '.join(files)}; one name has one meaning"
        for name, files in sorted(places.items())
        if len(files) > 1
    ]


def _class_names() -> list[str]:
    sources = {
        path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
        for path in _tracked()
        if path.suffix == ".py" and path.is_relative_to(ROOT / "wizard")
    }
    return classes_defined_twice(sources)


_PAGES = (".py", ".md", ".1")  # sources, pages, and the manual page


def _prose() -> list[str]:
    names = [path for path in _tracked() if path.suffix in _PAGES or path.name in ("Makefile", "copyright")]
    return prose.complaints(
        {
            path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
            for path in names
            if path != Path(prose.__file__).resolve()  # lists the expressions itself
        }
    )


CHECKS: dict[str, Callable[[], list[str]]] = {
    "format": _tool("ruff", "format", "--check", "."),
    "lint": _tool("ruff", "check", "."),
    "types": _tool("mypy"),
    "dead code": _tool("vulture"),
    "import rules": _tool("lint-imports", "--cache-dir", ".cache/import-linter"),
    "licenses": licenses.complaints,
    "workflows": _workflows,
    "words": translations.complaints,
    "prose": _prose,
    "file lengths": _lengths,
    "no secrets": _no_secrets,
    "class names": _class_names,
}


def main() -> int:
    """Run all checks and say which failed."""
    failed = []
    for name, check in CHECKS.items():
        print(f"== {name}", flush=True)
        begin = time.monotonic()
        complaints = check()
        for complaint in complaints:
            print(f"  {complaint}")
        print(f"   {'FAILED' if complaints else 'ok'} in {time.monotonic() - begin:.1f} s", flush=True)
        if complaints:
            failed.append(name)
    if failed:
        print(f"\nmake check: failed: {', '.join(failed)}")
        return 1
    print("\nmake check: all in order")
    return 0


if __name__ == "__main__":
    sys.exit(main())
