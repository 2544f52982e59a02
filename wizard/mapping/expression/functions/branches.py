"""Branches that are not chosen: whether Entra evaluates them nevertheless is contradicted.

The SuccessFactors guide relies on choosing first (a default that would fail without a date), an
administrator reports failures from the other branch. So a branch that would fail is a doubt. A branch that
fails only for want of a value is none, and Error(…) is meant to fail only when it is chosen.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from wizard.mapping.expression.context import Closure, Doubt, EvaluationContext
from wizard.mapping.expression.errors import EvaluationError, UnknowableError
from wizard.mapping.expression.tree import CallNode, Node, children

# These give a value for whatever they are given; those of the second kind do without a culture.
_NEVER_FAIL = frozenset(
    """append approleassignments approleassignmentscomplex assertiveapproleassignmentscomplex coalesce
    converttobase64 converttoutf8hex count cstr guid iif ignoreflowifnullorempty isnothing isnull
    isnullorempty ispresent isstring join normalizediacritics not now pcase prepend redact
    removeduplicates singleapproleassignment split stripspaces switch trim""".split()  # noqa: SIM905 - shorter than quotes
)
_FAIL_BY_CULTURE = frozenset(("tolower", "toupper"))
_EXPECTED = frozenset(("no_date", "raised"))


class Branches:
    """The results of a choice. `doubt_unchosen` notes a doubt when one that is not chosen would fail."""

    def __init__(self, nodes: Sequence[Node | None], closures: Sequence[Closure | None]) -> None:
        pairs = zip(nodes, closures, strict=True)
        self._risky = tuple(
            (index, closure)
            for index, (node, closure) in enumerate(pairs)
            if node is not None and closure is not None and _may_fail(node)
        )

    def doubt_unchosen(self, chosen: int, person: Any, context: EvaluationContext, position: int) -> None:
        """`chosen` counts from 0; -1 for none of them."""
        if not self._risky:
            return
        others = (closure for index, closure in self._risky if index != chosen)
        if _any_fails(others, person, context):
            context.position = position
            context.unknowable(Doubt.OTHER_BRANCH)


def _any_fails(closures: Iterable[Closure], person: Any, context: EvaluationContext) -> bool:
    for closure in closures:
        apart = EvaluationContext(
            context.now,
            existing=context.existing,
            variables=context.variables,
            alternate=context.alternate,
            apart=True,
        )
        try:
            closure(person, apart)
        except EvaluationError as error:
            if error.code not in _EXPECTED:
                return True
        except UnknowableError:
            continue
    return False


def _may_fail(node: Node) -> bool:
    waiting = [node]
    while waiting:
        current = waiting.pop()
        if isinstance(current, CallNode):
            name = current.name.lower()
            alone = name in _FAIL_BY_CULTURE and len(current.arguments) == 1
            if name not in _NEVER_FAIL and not alone:
                return True
        waiting += children(current)
    return False
