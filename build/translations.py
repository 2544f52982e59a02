"""The catalog of texts for people: collected from the source, checked, compiled.

`python -m build.translations` checks, `--write` also rewrites resources/translations/wizard.pot, updates
every language's wizard.po and compiles it.
"""

from __future__ import annotations

import ast
import re
import string
import sys
from collections import defaultdict
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from build import marked_texts

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "wizard"
FOLDER = ROOT / "resources" / "translations"
TEMPLATE = FOLDER / "wizard.pot"
_MARKERS = {"_": 1, "ngettext": 2, "N_": 1}  # how many leading arguments are texts
_FIELD = re.compile(r"\{[^}]*\}")


def collect() -> Catalog:
    """Every marked text of the source with the files it is used in."""
    catalog = Catalog(project="playvox-provisioning", charset="utf-8")
    found = extract_from_dir(
        SOURCE,
        keywords={"_": None, "N_": None, "ngettext": (1, 2)},
        comment_tags=("For translators:",),
    )
    for filename, _line, message, comments, _context in sorted(
        found, key=lambda entry: (entry[0], entry[1])
    ):
        if message:
            catalog.add(message, None, [(f"wizard/{filename}", 0)], auto_comments=comments)
    return catalog


def render(catalog: Catalog) -> bytes:
    """The catalog file, which changes only when a text does: no line numbers, no dates."""
    buffer = BytesIO()
    write_po(buffer, catalog, include_lineno=False, sort_output=True, omit_header=True, width=100)
    header = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
    return header.encode() + buffer.getvalue()


def complaints() -> list[str]:
    """Problems of marked texts and catalogs; empty when there are none."""
    paths = sorted(SOURCE.rglob("*.py"))
    found = [complaint for path in paths for complaint in wrong_marks(path)]
    found += marked_texts.complaints(paths)
    catalog = collect()
    found += _twins(catalog)
    if not TEMPLATE.exists() or TEMPLATE.read_bytes() != render(catalog):
        found.append(f"{TEMPLATE.relative_to(ROOT)} is out of date: make words")
    for path in _languages():
        found += _faults(path, catalog)
    return found


def wrong_marks(path: Path) -> Iterator[str]:
    """Marked texts a translator cannot use: not literal, without words, with fields that have no name."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), str(path))):
        if not (
            isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _MARKERS
        ):
            continue
        for argument in node.args[: _MARKERS[node.func.id]]:
            if not (isinstance(argument, ast.Constant) and isinstance(argument.value, str)):
                yield f"{path.name}:{node.lineno}: {node.func.id}() wants a literal text"
            elif not _fields_have_names(argument.value):
                yield f"{path.name}:{node.lineno}: name the fields of {argument.value!r}"
            elif _FIELD.fullmatch(argument.value):
                yield f"{path.name}:{node.lineno}: {argument.value!r} has no words to translate"


def _fields_have_names(text: str) -> bool:
    try:
        fields = [field for _, field, _, _ in string.Formatter().parse(text) if field is not None]
    except ValueError:
        return True  # a lone brace: not a format string
    return all(field and not field[0].isdigit() for field in fields)


def _twins(catalog: Catalog) -> Iterator[str]:
    """Texts that differ in spaces, or in case after the first letter, only: one of them is a mistake."""
    alike: dict[str, set[str]] = defaultdict(set)
    for message in catalog:
        text = message.id if isinstance(message.id, str) else message.id[0]
        if " " in text:
            alike[text.strip()[:1] + " ".join(text.casefold().split())[1:]].add(text)
    for texts in alike.values():
        if len(texts) > 1:
            yield f"nearly the same text: {' | '.join(sorted(map(repr, texts)))}"


def _languages() -> list[Path]:
    return sorted(FOLDER.glob("*/LC_MESSAGES/wizard.po"))


def _faults(path: Path, template: Catalog) -> Iterator[str]:
    name = path.relative_to(FOLDER)
    with path.open("rb") as file:
        catalog = read_po(file, abort_invalid=True)
    if {message.id for message in catalog} != {message.id for message in template}:
        yield f"{name} is out of date: make words"
    for message, errors in catalog.check():
        yield from (f"{name}:{message.lineno}: {error}" for error in errors)


def write() -> None:
    """Rewrite the template and every language from the source."""
    catalog = collect()
    FOLDER.mkdir(parents=True, exist_ok=True)
    TEMPLATE.write_bytes(render(catalog))
    for path in _languages():
        with path.open("rb") as file:
            language = read_po(file)
        language.update(catalog)
        with path.open("wb") as file:
            write_po(file, language, include_lineno=False, sort_output=True, ignore_obsolete=True)
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, language)


def main(arguments: list[str]) -> int:
    """Check, or write and check."""
    if arguments == ["--write"]:
        write()
    found = complaints()
    print("\n".join(found) or f"{len(collect())} texts, all in order")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
