"""Notes for translators beside each text: what its fields stand for, and how a short word is meant.

`build.translations` writes these notes into the catalogs. A note that belongs to one text only stands in
the source instead, in a comment that begins with `Translators:`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

OFTEN = 5
"""A field that more texts than this use must be explained."""

FIELDS: Mapping[str, str] = {
    "account": "a sign-in name, such as ana@contoso.com",
    "aside": "the path of a file",
    "at": "a date and time with its zone, such as 2026-11-03 09:30 UTC",
    "attribute": "the technical name of one attribute, such as userName",
    "attributes": "technical names of attributes, with commas between them",
    "bound": "a number",
    "cause": "a whole sentence",
    "code": "a code of Microsoft's or of the web, not translated",
    "column": "the name of a column, or its number",
    "count": "a number",
    "detail": "a whole sentence, or an addition such as a sign-in name",
    "evidence": "a whole sentence",
    "expression": "a formula in Microsoft's language for mappings",
    "file": "the path or the name of a file",
    "filter": "a question in the language of SCIM, not translated",
    "flag": "a flag of the command line, such as --tenant",
    "folder": "the path of a folder",
    "found": "what was found instead, quoted as it is: a character, a word or a number",
    "groups": "names of groups, with commas between them, or their number",
    "host": "the name of a server, such as acme.playvox.com",
    "limit": "a number",
    "line": "the number of a line",
    "mark": "a short mark of a key such as k-3f9a; it stands for the key, which is never shown",
    "matching": "technical names of attributes",
    "message": "what a server answered, often in English",
    "method": "the verb of a request of the web, such as GET",
    "most": "the largest number that is possible",
    "n": "a number",
    "name": "a name, quoted as it is: of a person, group, application, attribute or variable",
    "names": "names, with commas between them",
    "number": "a number, or a code that consists of digits",
    "other": "another person, account or server, by name",
    "path": "the path of an address or of a file",
    "person": "the name of a person",
    "position": "the place of a character, counted from 1",
    "proxy": "the address of a proxy",
    "reason": "a whole sentence",
    "role": "the name of a role, not translated",
    "scope": "the name of a permission such as User.Read.All, or a whole sentence about the scope",
    "sentence": "a whole sentence",
    "since": "a date and time with its zone",
    "status": "a number of the web for a kind of answer, such as 403",
    "target": "the technical name of an attribute in Playvox",
    "tenant": "the name or domain of an organization in Microsoft Entra",
    "time": "a date and time with its zone",
    "done": "a number",
    "total": "a number",
    "url": "an address of the web",
    "value": "a value, quoted as it is",
    "what": "a change or an object, named in words",
    "why": "a whole sentence",
    "after": "the value after a change",
    "before": "the value before a change",
}

WORDS: Mapping[str, str] = {
    "Account": "noun, the head of a column",
    "Action": "noun, the head of a column",
    "Add": "verb, beside what a change adds",
    "Address": "noun, the label of a web address",
    "Assigned": "participle: of a person who is assigned to the application",
    "Broken": "adjective, the state of a part of the setup",
    "By": "preposition, the head of a column with the person who did it",
    "Check": "noun, the head of a column with the names of checks",
    "Clear": "verb, a button that empties a field",
    "Clock": "noun, this computer's time of day",
    "Close": "verb, a button",
    "Compared": "participle, label of the time of a comparison",
    "Concerns": "verb, third person: the head of a column with how many people a finding concerns",
    "Copied": "participle, said after something went to the clipboard",
    "Copy": "verb, a button",
    "Create": "verb, what provisioning does to an account",
    "Default": "noun, the value that is used where there is no other",
    "Direct": "adjective, a kind of mapping",
    "Done": "participle, the state of a step or of a change",
    "Effect": "noun, the head of a column: what happens to a person",
    "Fails": "verb, third person: the state of a test",
    "Filter": "verb, shown in an empty field in which one types",
    "Found": "participle, the head of a column with what was found",
    "From": "preposition, the head of a column with where a value comes from",
    "Good": "adjective, the state of a check or of a part of the setup",
    "Happened": "verb in the past, the head of a column beside “Planned”",
    "Issue": "noun: something that is wrong",
    "Light": "adjective: a theme with light colors",
    "Link": "verb: to connect a person with an account that exists",
    "Log": "noun: the provisioning log",
    "Matching": "noun, the head of a column: the order in which attributes are used to find an account",
    "Move": "verb, a button: to another department",
    "None": "no object of this kind; in a table: no value",
    "Note": "noun, the head of a column",
    "Notes": "noun, what is worth to be known",
    "Open": "verb, a button",
    "Other": "adjective, a kind that is none of those named",
    "Paste": "verb, a button",
    "People": "noun, persons whose accounts are meant",
    "Planned": "participle, the head of a column beside “Happened”",
    "Practice": "noun, the mode in which nothing real is changed",
    "Recover": "verb: to bring provisioning out of quarantine",
    "Refused": "participle, the state of a change that Microsoft did not make",
    "Report": "noun",
    "Scope": "noun: which people are provisioned",
    "Since": "preposition, the label of a date",
    "Skip": "verb: provisioning leaves this person alone",
    "Source": "noun, where a value comes from",
    "State": "noun, the head of a column",
    "Through": "preposition, the label of a proxy or route",
    "Took": "verb in the past, the label of a duration",
    "Undo": "verb, a button that takes a change back",
    "Undone": "participle, the state of a change that was taken back",
    "Update": "verb, what provisioning does to an account",
    "Waiting": "participle, the state of a step that has not begun",
    "What": "pronoun, the head of a column with what was changed",
    "When": "the head of a column with dates",
    "While": "conjunction, the label of what was being done when it failed",
    "Who": "pronoun, the head of a column with a person's name",
    "Why": "the head of a column with reasons",
    "Working": "participle, the state of a step that runs",
    "Works": "verb, third person: the state of a test",
    "stays": "verb, third person: the value is not changed",
    "off": "adverb: a setting is not in effect",
    "on": "adverb: a setting is in effect",
    "sent": "participle: the value is sent to Playvox",
}

_FIELD = re.compile(r"\{(\w+)\}")


def notes(text: str, context: str | None = None) -> list[str]:
    """The notes beside a text; one with a context needs no note about its word."""
    told = [WORDS[text]] if context is None and text in WORDS else []
    return told + [f"{{{field}}}: {FIELDS[field]}" for field in _fields(text) if field in FIELDS]


def complaints(texts: Iterable[tuple[str, str | None]]) -> Iterator[str]:
    """Fields in frequent use that nothing explains, and notes about words that are no texts."""
    known = set(texts)
    used = Counter(field for text, _context in known for field in _fields(text))
    for field, count in sorted(used.items()):
        if count > OFTEN and field not in FIELDS:
            yield f"build/translator_notes.py does not explain {{{field}}}, which {count} texts have"
    for field in sorted(FIELDS.keys() - used.keys()):
        yield f"build/translator_notes.py explains {{{field}}}, which no text has"
    for word in sorted(WORDS):
        if (word, None) not in known:
            yield f"build/translator_notes.py explains {word!r}, which is no text without a context"


def _fields(text: str) -> list[str]:
    return list(dict.fromkeys(_FIELD.findall(text)))
