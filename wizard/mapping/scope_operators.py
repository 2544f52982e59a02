"""The operators of scoping filters.

Entra docs, "Scoping users or groups to be provisioned with scoping filters"; Graph docs,
`synchronizationSchema: filterOperators`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Arity = Literal["Binary", "Unary"]


@dataclass(frozen=True, slots=True)
class Operator:
    """One operator of scoping filters.

    `types`: attribute types it may be used with, empty when not published. `spellings`: other spellings in
    documentation and the admin center.
    """

    name: str
    arity: Arity = "Binary"
    types: tuple[str, ...] = ()
    spellings: tuple[str, ...] = ()
    previewable: bool = True


OPERATORS = (
    Operator("EQUALS", types=("String", "Integer")),
    Operator("NOT EQUALS", types=("String", "Integer"), spellings=("NOT_EQUALS",)),
    Operator("IS NULL", "Unary", ("String", "Integer", "Binary", "Boolean"), ("IS_NULL",)),
    Operator("IS NOT NULL", "Unary", ("String", "Integer", "Binary", "Boolean"), ("IS_NOT_NULL",)),
    Operator("IS TRUE", "Unary", ("Boolean",), ("IS_TRUE",)),
    Operator("IS FALSE", "Unary", ("Boolean",), ("IS_FALSE",)),
    Operator("REGEX MATCH", types=("String", "Integer"), spellings=("REGEX_MATCH",)),
    Operator("NOT REGEX MATCH", types=("String", "Integer"), spellings=("NOT_REGEX_MATCH",)),
    Operator("GREATER_THAN", types=("Integer",), spellings=("GREATER THAN",)),
    Operator("GREATER_THAN_OR_EQUALS", types=("Integer",), spellings=("GREATER THAN OR EQUALS",)),
    Operator("INCLUDES", types=("String",)),
    Operator("ENDS_WITH", types=("String",), spellings=("ENDS WITH",)),
    Operator("&", previewable=False),
    Operator("!&", previewable=False),
    Operator("IS_MEMBER_OF", previewable=False, spellings=("ISMEMBEROF", "IS MEMBER OF")),
    Operator("PRESENT", "Unary", previewable=False),
    Operator("VALID CERT MATCH", previewable=False),
    Operator("!&L", previewable=False),
)
_BY_NAME = {spelling.upper(): item for item in OPERATORS for spelling in (item.name, *item.spellings)}

# Entra docs, known issues: these cannot be used in scoping filters.
UNUSABLE = frozenset(("appRoleAssignments", "userType", "manager", "members"))
UNUSABLE_DATES = frozenset(
    (
        "StatusHireDate",
        "startDate",
        "endDate",
        "StatusTerminationDate",
        "accountExpires",
        "employeeHireDate",
    )
)


def operator_of(name: str) -> Operator | None:
    """The operator with any of its spellings."""
    return _BY_NAME.get(name.strip().upper())
