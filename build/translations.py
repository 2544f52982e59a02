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
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from build import marked_texts, translator_notes
from build.catalog_faults import faults, texts_of

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "wizard"
FOLDER = ROOT / "resources" / "translations"
TEMPLATE = FOLDER / "wizard.pot"
_MARKERS = {"_": 1, "ngettext": 2, "N_": 1, "pgettext": 2, "NC_": 2}  # how many leading arguments are texts
_FIELD = re.compile(r"\{[^}]*\}")
_NO_DATE = datetime(2026, 1, 1, tzinfo=UTC)  # the same input gives the same file


def collect() -> Catalog:
    """Every marked text of the source with the files it is used in."""
    catalog = Catalog(project="playvox-provisioning", charset="utf-8")
    found = extract_from_dir(
        SOURCE,
        keywords={
            "_": None,
            "N_": None,
            "ngettext": (1, 2),
            "pgettext": ((1, "c"), 2),
            "NC_": ((1, "c"), 2),
        },
        comment_tags=("Translators:",),
        strip_comment_tags=True,
    )
    for filename, _line, message, comments, context in sorted(
        found, key=lambda entry: (entry[0], entry[1])
    ):
        if message:
            place = [(f"wizard/{filename}", 0)]
            text = message if isinstance(message, str) else message[-1]
            comments = comments + translator_notes.notes(text, context)
            catalog.add(message, None, place, auto_comments=comments, context=context)
    return catalog


def render(catalog: Catalog, header: str = "") -> bytes:
    """The catalog file, which changes only when a text does: no line numbers, no dates.

    `header`: further lines of the head, as for a language.
    """
    for message in catalog:
        message.flags.discard("python-format")  # babel's guess at a percent sign; no text is one
    buffer = BytesIO()
    write_po(
        buffer,
        catalog,
        include_lineno=False,
        sort_output=True,
        omit_header=True,
        ignore_obsolete=True,
        width=100,
    )
    head = f'msgid ""\nmsgstr ""\n{header}"Content-Type: text/plain; charset=utf-8\\n"\n\n'
    return head.encode() + buffer.getvalue()


def _in_language(catalog: Catalog) -> bytes:
    header = '"Project-Id-Version: playvox-provisioning\\n"\n"MIME-Version: 1.0\\n"\n'
    header += '"Content-Transfer-Encoding: 8bit\\n"\n'
    header += f'"Language: {catalog.locale_identifier}\\n"\n"Plural-Forms: {catalog.plural_forms}\\n"\n'
    return render(catalog, header)


def complaints() -> list[str]:
    """Problems of marked texts and catalogs; empty when there are none."""
    paths = sorted(SOURCE.rglob("*.py"))
    found = [complaint for path in paths for complaint in wrong_marks(path)]
    found += marked_texts.complaints(paths)
    catalog = collect()
    found += _not_collected(paths, catalog)
    found += _twins(catalog)
    texts = [(texts_of(message)[-1], message.context) for message in catalog if message.id]
    found += translator_notes.complaints(texts)
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


def _not_collected(paths: Sequence[Path], catalog: Catalog) -> Iterator[str]:
    """Marked texts that the collection does not see, such as those inside an f-string."""
    known = {text for message in catalog for text in texts_of(message)}
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), str(path))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _MARKERS:
                text = node.args[_MARKERS[node.func.id] - 1] if node.args else None
                if isinstance(text, ast.Constant) and text.value and text.value not in known:
                    yield f"{path.name}:{node.lineno}: {text.value!r} is not collected"


def _key(message: Message) -> tuple[str | None, str]:
    return message.context, texts_of(message)[0]


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
    name, language = path.relative_to(FOLDER), path.parts[-3]
    with path.open("rb") as file:
        catalog = read_po(file, abort_invalid=True)
    if {_key(message) for message in catalog} != {_key(message) for message in template}:
        yield f"{name} is out of date: make words"
    for message in catalog:
        if message.id:
            yield from (f"{name}:{message.lineno}: {fault}" for fault in faults(message, language))
    beside = path.with_suffix(".mo")
    if not beside.exists() or beside.read_bytes() != compiled(path):
        yield f"{name}: its compiled form is out of date: make words"


def compiled(path: Path) -> bytes:
    """The catalog in the form that the program reads, from a language's file."""
    with path.open("rb") as file:
        catalog = read_po(file)
    catalog.creation_date = catalog.revision_date = _NO_DATE
    buffer = BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def write() -> None:
    """Rewrite the template and every language from the source."""
    catalog = collect()
    FOLDER.mkdir(parents=True, exist_ok=True)
    TEMPLATE.write_bytes(render(catalog))
    for path in _languages():
        with path.open("rb") as file:
            language = read_po(file)
        language.update(catalog, no_fuzzy_matching=True, update_header_comment=False)
        path.write_bytes(_in_language(language))
        path.with_suffix(".mo").write_bytes(compiled(path))


def main(arguments: list[str]) -> int:
    """Check, or write and check."""
    if arguments == ["--write"]:
        write()
    found = complaints()
    print("\n".join(found) or f"{len(collect())} texts, all in order")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
