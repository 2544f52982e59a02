"""Plain US English in docstrings, comments, texts for people and pages: part of `make check`.

codespell finds misspellings and British spelling; `WORDS` lists expressions that are not used here, with
better words. Names in backticks, quoted texts and addresses are not checked.
"""

from __future__ import annotations

import ast
import io
import re
import subprocess
import sys
import tempfile
import tokenize
from collections.abc import Mapping
from pathlib import Path

WORDS: Mapping[str, str] = {
    r"set-ups?": "setup (noun), set up (verb)",
    r"e-mails?": "email",
    r"look(?:s|ed|ing)? again": "refresh, check again",
    r"work(?:s|ed|ing)? (?:it |them )?out": "compute, derive, find",
    r"t(?:ake|akes|aken|ook|aking) (?:it |them )?back": "undo",
    r"(?:needs?|deserves?) a look": "needs attention",
    r"blanks?": "space",
    r"hits": "results",
    r"who (?:is|are) reached|people reached": "in scope, affected",
    r"what to forget": "clear stored state",
    r"what (?:came|comes) of (?:it|them)": "result",
    r"br(?:ought|ings?) along": "include, import",
    r"(?:is|are|was|were|be|being|been) told": "is reported, gets, receives",
    r"whom": "a noun, such as people",
    r"settle[sd]?": "resolve, decide, finish",
    r"rehears\w+": "practice, try",
    r"anew": "again",
    r"foret(?:old|ells?)": "planned, expected",
    r"bec(?:ame|omes?) of": "result of",
    r"for ever": "forever, endlessly",
    r"whoever": "a noun, such as people or the caller",
    r"lead(?:s|ing)? the eye": "move the focus",
    r"tick(?:s|ed|ing)? the": "select",
}
"""Expressions that are not used (regular expressions, case ignored), and what to write instead."""

_FORBIDDEN = {
    re.compile(rf"\b(?:{word})\b".replace(" ", r"[\s#:]+"), re.IGNORECASE): better
    for word, better in WORDS.items()
}
_VERBATIM = re.compile(r"```.*?```|`[^`]*`|\"[^\"\n]*\"|“[^”\n]*”|\]\([^)\n]*\)|https?://\S+", re.DOTALL)
_MARKS = ("_", "N_", "ngettext")
_DIRECTIVE = re.compile(r"#\s*(?:noqa|type:|ruff:|fmt:|!)")
_DICTIONARIES = "clear,rare,en-GB_to_en-US"
_RIGHT = "iif"  # words that codespell takes for misspellings, separated by commas


def prose_of(source: str) -> str:
    """Docstrings, comments and texts for people of a Python source; every other line is empty.

    Texts for people are those in `_()`, `N_()` and `ngettext()`.
    """
    kept = [""] * (source.count("\n") + 1)
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            text = node.value.value if isinstance(node.value.value, str) else ""
            for line, content in enumerate(text.splitlines(), node.lineno - 1):
                kept[min(line, len(kept) - 1)] += content
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _MARKS:
            for each in node.args:
                if isinstance(each, ast.Constant) and isinstance(each.value, str):
                    kept[each.lineno - 1] += f" {' '.join(each.value.splitlines())} "
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT and not _DIRECTIVE.match(token.string):
            kept[token.start[0] - 1] += token.string
    return "\n".join(kept)


def unusual(texts: Mapping[str, str]) -> list[str]:
    """Uses of `WORDS`, as "name:line: expression: better words"; `texts` maps file names to prose."""
    found = []
    for name, text in texts.items():
        plain = _without_verbatim(text)
        for pattern, better in _FORBIDDEN.items():
            for match in pattern.finditer(plain):
                line = plain.count("\n", 0, match.start()) + 1
                found.append((name, line, f"“{' '.join(match.group().split())}”: {better}"))
    return [f"{name}:{line}: {complaint}" for name, line, complaint in sorted(found)]


def misspelled(texts: Mapping[str, str]) -> list[str]:
    """Misspelled and British words, as codespell reports them: "name:line: word ==> correction"."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in texts.items():
            file = Path(folder, name)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(_without_verbatim(text), encoding="utf-8")
        codespell = str(Path(sys.executable).with_name("codespell"))
        answer = subprocess.run(
            [codespell, "--builtin", _DICTIONARIES, "--check-hidden", "--ignore-words-list", _RIGHT, "."],
            cwd=folder,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
    if answer.stderr:
        return [answer.stderr.strip()]
    return [line.removeprefix("./") for line in answer.stdout.splitlines()]


def complaints(files: Mapping[str, str]) -> list[str]:
    """What is wrong with the prose of Python sources and pages; `files` maps names to contents."""
    texts = {name: prose_of(text) if name.endswith(".py") else text for name, text in files.items()}
    return unusual(texts) + misspelled(texts)


def _without_verbatim(text: str) -> str:
    return _VERBATIM.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), text)
