"""The tables of words: every problem has words, every entry is used, no code is defined twice."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import wizard
import wizard.messages
from wizard.connection.catalog import CAUSES
from wizard.messages.explanation import TABLES, known_codes
from wizard.messages.words import Words

SOURCE = Path(wizard.__file__).parent
# Labels whose codes are not separate strings: the header Retry-After, and a scheme in a pattern.
NOT_LITERAL = {"retry_after", "basic", "es"}


def modules() -> list[str]:
    return [each.name for each in pkgutil.iter_modules(wizard.messages.__path__)]


def load(name: str) -> Any:
    return importlib.import_module(f"wizard.messages.{name}")


@cache
def trees() -> dict[Path, ast.Module]:
    """The program's source without the tables of words."""
    paths = [path for path in SOURCE.rglob("*.py") if "messages" not in path.relative_to(SOURCE).parts]
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in paths}


def raised() -> Iterator[tuple[str, str]]:
    """Literal codes passed to a `Problem`, with their places; composed codes are left out."""
    for path, tree in trees().items():
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Problem" and node.args):
                continue
            if isinstance(node.args[0], ast.JoinedStr):
                continue
            for code in ast.walk(node.args[0]):
                if isinstance(code, ast.Constant) and re.fullmatch(r"[a-z_]+(\.[a-z_]+)?", str(code.value)):
                    yield str(code.value), f"{path.relative_to(SOURCE)}:{node.lineno}"


@cache
def constants() -> frozenset[str]:
    """Every string of the source that is not a docstring."""
    return frozenset(
        node.value
        for tree in trees().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " not in node.value
    )


@cache
def put_together() -> frozenset[tuple[str, str]]:
    """Beginnings and ends of composed codes, such as f"expression.{code}" and f"{kind}_gone"."""
    found = {
        tuple(
            part.value if isinstance(part, ast.Constant) else ""
            for part in (node.values[0], node.values[-1])
        )
        for tree in trees().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
    }
    beginnings = (
        "expression.",
        "uncertain.",
        "scope.",
        "preview.",
        "mapping.",
        "mapping_warning.",
        "reason_",
        "pasted_",
        "saved_",
        "why.",
    )
    return frozenset(found & {*((each, "") for each in beginnings), ("", "_gone")})


def test_every_code_that_is_raised_has_words() -> None:
    found = list(raised())
    assert len({code for code, _place in found}) > 80
    assert [(code, place) for code, place in found if code not in known_codes()] == []


def test_every_code_with_a_beginning_of_its_own_has_words() -> None:
    """Codes chosen from a table before they are raised, such as Entra's error numbers."""
    own = ("graph_", "signin_", "undo.", "mapping_edit.", "scoping_edit.", "pasted_")
    chosen = {text for text in constants() if re.fullmatch(r"[a-z_.]+", text) and text.startswith(own)}
    assert len(chosen) > 60
    assert sorted(chosen - known_codes() - {beginning for beginning, _ending in put_together()}) == []


def test_every_cause_of_the_connection_test_has_words() -> None:
    assert sorted(set(CAUSES) - known_codes()) == []


def test_every_entry_is_used() -> None:
    assert len(put_together()) == 11

    def used(code: str) -> bool:
        parts = {
            code.removeprefix(beginning).removesuffix(ending)
            for beginning, ending in put_together()
            if code.startswith(beginning) and code.endswith(ending)
        }
        return not constants().isdisjoint({code, *parts})

    assert sorted(code for code in known_codes() if not used(code)) == []


def test_no_code_is_defined_twice() -> None:
    codes = Counter(code for name in TABLES for code in load(name).WORDS)
    assert [code for code, count in codes.items() if count > 1] == []
    # A dict literal silently keeps the last of two equal keys.
    for name in modules():
        for node in ast.walk(ast.parse(Path(load(name).__file__).read_text(encoding="utf-8"))):
            if isinstance(node, ast.Dict):
                keys = Counter(ast.unparse(key) for key in node.keys if key is not None)
                assert [key for key, count in keys.items() if count > 1] == [], name


def test_every_table_can_be_found() -> None:
    assert {name for name in modules() if hasattr(load(name), "WORDS")} == set(TABLES)


@pytest.mark.parametrize("name", TABLES)
def test_a_code_imports_its_table(name: str) -> None:
    every = tuple(beginning for beginnings in TABLES.values() for beginning in beginnings)
    own = TABLES[name]
    for code in load(name).WORDS:
        assert code.startswith(own) if own else not code.startswith(every), code


def labels() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for name in modules():
        for table, content in vars(load(name)).items():
            if table.startswith("_") and table.isupper() and isinstance(content, dict):
                yield name, table, content


def test_every_label_is_used() -> None:
    found = list(labels())
    assert len(found) > 15
    unused = [
        f"{name}.{table}: {code}"
        for name, table, content in found
        for code in content
        if isinstance(code, str) and code not in constants() | NOT_LITERAL
    ]
    assert unused == []


def test_a_text_holds_only_facts_that_the_table_can_fill() -> None:
    """Fields are plain names: no index, no attribute, no format that could fail for a text."""
    field = re.compile(r"\{([^}]*)\}")

    def texts(words: Words) -> Iterator[str]:
        yield from (words.what, words.why, *words.do)
        for fact in words.facts.values():
            yield from (*fact.texts.values(), fact.otherwise)
        for variant in words.variants.values():
            yield from texts(variant)

    for name in TABLES:
        for code, words in load(name).WORDS.items():
            for text in texts(words):
                assert all(re.fullmatch(r"\w+", found) for found in field.findall(text)), code


def test_importing_the_package_imports_nothing_that_explains() -> None:
    program = "import sys, wizard.messages; print(*sorted(sys.modules))"
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert [name for name in answer.stdout.split() if name.startswith("wizard.")] == [
        "wizard.messages",
        "wizard.messages.language",
        "wizard.paths",
        "wizard.waits",
    ]
