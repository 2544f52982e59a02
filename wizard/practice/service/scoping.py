"""Scoping filters: whether a person is in scope.

Source: entra-docs, define-conditional-rules-for-provisioning-user-accounts.md.

Clauses of a group are joined by AND, groups by OR; no group means everybody, and so does a group without
clauses, all of which hold (Graph docs, filter and filterGroup). A comparison with an empty attribute is
false, except for the two operators about emptiness. This reading is independent of the product's on
purpose: the two are compared in tests.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ScopeResult:
    """`inside` is the verdict, `results` the text and result of each clause."""

    inside: bool
    results: Mapping[str, bool]


def evaluate_scope(scope: Json | None, person: Mapping[str, Any]) -> ScopeResult:
    """Apply the `scope` of an object mapping (Graph `filter`) to a person."""
    groups = (scope or {}).get("groups") or []
    if not groups:
        return ScopeResult(True, {})
    results: dict[str, bool] = {}
    inside = False
    for group in groups:
        verdicts = []
        for clause in group.get("clauses") or []:
            verdict = _clause(clause, person)
            verdicts.append(verdict)
            results[_describe(group, clause)] = verdict
        inside = inside or all(verdicts)
    return ScopeResult(inside, results)


def _clause(clause: Json, person: Mapping[str, Any]) -> bool:
    value = person.get(clause.get("sourceOperandName", ""))
    operator = str(clause.get("operatorName", "")).upper().replace("_", " ").strip()
    operands = [str(item) for item in ((clause.get("targetOperand") or {}).get("values") or [])]
    blank = value is None or value == "" or value == []
    if operator in ("IS NULL", "IS NOT NULL"):
        return blank is (operator == "IS NULL")
    if blank or isinstance(value, list | dict):  # several values cannot be filtered on
        return False
    if operator in ("IS TRUE", "IS FALSE"):
        return str(value).lower() == ("true" if operator == "IS TRUE" else "false")
    compare = _OPERATORS.get(operator)
    if isinstance(value, bool):  # not among the types of any other operator, which silently fails
        return False
    return compare is not None and bool(operands) and compare(str(value), operands[0])


def _matches(wanted: bool) -> Callable[[str, str], bool]:
    def compare(text: str, pattern: str) -> bool:
        try:
            return (re.search(pattern, text) is not None) is wanted
        except re.error:  # an invalid pattern never matches
            return False

    return compare


def _whole_numbers(test: Callable[[int, int], bool]) -> Callable[[str, str], bool]:
    def compare(text: str, operand: str) -> bool:
        return text.isdecimal() and operand.isdecimal() and test(int(text), int(operand))

    return compare


_OPERATORS: dict[str, Callable[[str, str], bool]] = {
    "EQUALS": lambda text, operand: text == operand,
    "NOT EQUALS": lambda text, operand: text != operand,
    "INCLUDES": lambda text, operand: operand in text,
    "ENDS WITH": lambda text, operand: text.endswith(operand),
    "REGEX MATCH": _matches(True),
    "NOT REGEX MATCH": _matches(False),
    "GREATER THAN": _whole_numbers(lambda text, operand: text > operand),
    "GREATER THAN OR EQUALS": _whole_numbers(lambda text, operand: text >= operand),
    "&": _whole_numbers(lambda text, operand: text & operand != 0),
    "!&": _whole_numbers(lambda text, operand: text & operand == 0),
}


def _describe(group: Json, clause: Json) -> str:
    operands = (clause.get("targetOperand") or {}).get("values") or []
    words = [f"{group.get('name') or 'Scoping filter'}.{clause.get('sourceOperandName')}"]
    words.append(str(clause.get("operatorName")))
    words += [f"'{operand}'" for operand in operands[:1]]
    return " ".join(words)
