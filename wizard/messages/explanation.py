"""From a problem's code to what happened, why, and what to do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from importlib import import_module
from typing import TYPE_CHECKING

from wizard.messages.language import _, translate
from wizard.messages.times import told
from wizard.problem import Problem

if TYPE_CHECKING:
    from wizard.messages.words import FactWords, Words

# Every module of this package with a table `WORDS`, and how its codes begin. It is imported when the first
# of its codes is explained; modules whose codes have no common beginning are tried in this order.
TABLES: Mapping[str, tuple[str, ...]] = {
    "commands": ("command.",),
    "config": ("config_",),
    "entra_graph": ("graph_",),
    "entra_logs": ("log_",),
    "entra_sign_in": ("signin_", "certificate_", "federated_", "client_secret_"),
    "history": ("undo.",),
    "mapping": ("scope.", "preview.", "mapping."),
    "mapping_editing": ("mapping_edit.", "mapping_preview.", "mapping_warning.", "scoping_edit."),
    "mapping_expressions": ("expression.",),
    "mapping_uncertain": ("uncertain.",),
    "practice": ("practice_",),
    "updates": ("update_",),
    "usage": ("usage.", "command_", "result_"),
    "why": ("why.",),
    "keyring": ("keyring_",),
    "on_demand": ("on_demand_",),
    "relink": ("relink_",),
    "rotation": ("rotate_", "reminder_past"),
    "setup": ("setup_",),
    "connection_reasons": ("reason_",),
    "connection_proxy": ("proxy_",),
    "connection_pasted": ("pasted_",),
    "playvox": (),
    "connection_network": (),
    "connection_refusals": (),
    "connection_bodies": (),
    "connection_answers": (),
    "connection_paths": (),
    "entra": (),
    "steps": (),
}
_NOT_KNOWN = "–"
_LONGEST = 2_000
"""Characters of one fact: names and texts from outside have any length, a sentence does not."""
SURFACE, COMMAND_LINE = "surface", "command_line"
_surface: ContextVar[str] = ContextVar("surface", default="")
"""The fact `surface` of every problem: `COMMAND_LINE`, or empty in the window."""
_NUMBER = re.compile(r"\[(?:Errno|WinError) -?\d+\] ?")


_TIMES = ("valid_from", "valid_until")
"""Facts that are ISO 8601 texts, and times for people."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """`what` happened in one sentence, `why`, and what to `do`, most likely remedy first."""

    what: str
    why: str = ""
    do: tuple[str, ...] = ()


class _Facts(dict[str, str]):
    """Facts for `str.format_map`: a missing one shows as a dash, never as an exception."""

    def __missing__(self, key: str) -> str:
        return _NOT_KNOWN


def known_codes() -> frozenset[str]:
    """Every code that has words; imports all tables."""
    return frozenset(code for module in TABLES for code in _table(module))


def explain(problem: Problem) -> Explanation:
    """The words for a problem. An unknown code is named: hiding it would help nobody."""
    words = _find(problem.code)
    if words is None:
        return Explanation(
            _("Something unexpected happened ({code}).").format(code=problem.code),
            _("The program met an answer it has no words for."),
            (_("Copy the details and report them."),),
        )
    surface = _surface.get()
    found = _fill(words, {SURFACE: surface, **problem.facts})
    if problem.partly:
        partly = _(
            "Some of it may have been changed already. Look at “What was changed” before you try again."
        )
        found = replace(found, do=(partly, *found.do))
    return found if surface != COMMAND_LINE else replace(found, do=(*found.do, *_subcommands(found.do)))


@contextmanager
def for_command_line() -> Iterator[None]:
    """Explain to somebody at the command line: pages of the window are named with their subcommands."""
    before = _surface.set(COMMAND_LINE)
    try:
        yield
    finally:
        _surface.reset(before)


def _subcommands(remedies: Sequence[str]) -> tuple[str, ...]:
    from wizard.messages.pages import COMMANDS_OF, page_name, pages_named

    text = _("“{page}” is a page of the window. On the command line: {commands}.")
    named = dict.fromkeys(page for remedy in remedies for page in pages_named(remedy))
    return tuple(text.format(page=page_name(each), commands=COMMANDS_OF[each]) for each in named)


def without_numbers(text: str) -> str:
    """An operating system's message without its error number, which says nothing to people."""
    return _NUMBER.sub("", text)


def short(text: str, most: int = _LONGEST) -> str:
    """The text, without its middle where it is longer than anybody reads."""
    return text if len(text) <= most else f"{text[: most // 2]} … {text[-most // 2 :]}"


def has_words(code: str) -> bool:
    """Whether a code is known here."""
    return _find(code) is not None


def _find(code: str) -> Words | None:
    for module in _candidates(code):
        table = _table(module)
        if code in table:
            return table[code]
    return None


def _candidates(code: str) -> Iterator[str]:
    own = [module for module, beginnings in TABLES.items() if code.startswith(beginnings)]
    return iter(own) if own else (module for module, beginnings in TABLES.items() if not beginnings)


def _table(module: str) -> Mapping[str, Words]:
    table: Mapping[str, Words] = import_module(f"wizard.messages.{module}").WORDS
    return table


def _fill(words: Words, given: Mapping[str, str]) -> Explanation:
    for (fact, value), variant in words.variants.items():
        if given.get(fact, "") == value:
            return _fill(variant, given)
    facts = _Facts({name: short(without_numbers(value)) for name, value in given.items()})
    facts.update({name: told(facts[name]) for name in _TIMES if name in facts})
    for fact, texts in words.facts.items():
        facts[fact] = _in_words(texts, given, given.get(fact, ""))
    return Explanation(
        translate(words.what).format_map(facts),
        translate(words.why).format_map(facts).strip(),
        tuple(translate(remedy).format_map(facts) for remedy in words.do),
    )


def _in_words(texts: FactWords, given: Mapping[str, str], value: str) -> str:
    facts = _Facts({name: short(each) for name, each in given.items()})
    value = short(value)
    if value in texts.texts or texts.otherwise:
        return translate(texts.texts.get(value, texts.otherwise)).format_map(facts)
    parts = [
        translate(texts.texts.get(code, code)) if code in texts.texts else code
        for code in value.split(", ")
    ]
    return ", ".join(parts) or _NOT_KNOWN
