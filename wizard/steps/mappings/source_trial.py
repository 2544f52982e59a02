"""A typed source tried out on people, here and by Microsoft's own evaluation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from wizard.entra.graph import Graph
from wizard.entra.schema import parse_expression
from wizard.mapping.expression import (
    EvaluationContext,
    ExpressionError,
    compile_expression,
    to_text,
)
from wizard.mapping.values import DROPPED, UNREAD, Dropped, Unread, known
from wizard.messages import (
    _,
    explain,
)
from wizard.problem import ProblemError
from wizard.steps.mappings.editing import read_typed
from wizard.steps.mappings.editing_view import SourceTrialRow
from wizard.steps.mappings.preview import (
    doubt_text,
    shown_value,
)
from wizard.steps.mappings.rows import NO_SOURCE

Sample = tuple[str, Mapping[str, Any]]


def try_here(kind: str, text: str, people: Sequence[Sample]) -> tuple[SourceTrialRow, ...]:
    """Its value for each person; nothing when it cannot be read or evaluated at all, or there is no
    source.
    """
    if kind == NO_SOURCE:
        return ()
    try:
        compiled = compile_expression(read_typed(kind, text))
    except ProblemError:
        return ()
    rows = []
    for name, seen in people:
        unread = unread_of(compiled.attributes, seen)
        try:
            outcome = compiled.evaluate(
                {**seen, **dict.fromkeys(unread, UNREAD)}, EvaluationContext(now=datetime.now(UTC))
            )
        except ExpressionError as error:
            rows.append(SourceTrialRow(name, "", explain(error.problem).what))
            continue
        doubts = [doubt_text(outcome.uncertainties)]
        if outcome.random:
            doubts.append(_("It is a new value every time."))
        if unread:
            doubts.insert(0, _("Not read: {names}.").format(names=", ".join(unread)))
        note = " ".join(each for each in doubts if each)
        rows.append(SourceTrialRow(name, shown_value(outcome.value), note))
    return tuple(rows)


def unread_of(names: Sequence[str], seen: Mapping[str, Any]) -> list[str]:
    """Of these attributes those that were not read for the person."""
    return [each for each in names if isinstance(seen.get(each, UNREAD), Unread)]


async def compare(
    graph: Graph, application: str, job: str, kind: str, text: str, people: Sequence[Sample]
) -> tuple[SourceTrialRow, ...]:
    """The same, with Microsoft's value beside it; changes nothing. The value of `differs` is sure only for
    values Entra gave."""
    node = read_typed(kind, text)
    expression, random = to_text(node), compile_expression(node).random
    rows = []
    for row, (_name, seen) in zip(try_here(kind, text, people), people, strict=False):
        answer = await parse_expression(graph, application, job, expression, known(seen))
        theirs = ", ".join(answer.values) if answer.evaluated else ""
        trouble = "" if answer.evaluated else answer.error or _("Entra could not evaluate it.")
        note = " ".join(part for part in (row.note, trouble) if part)
        differs = not answer.evaluated or (not random and _normal(row.value) != _normal(theirs))
        rows.append(SourceTrialRow(row.person, row.value, note, theirs, differs))
    return tuple(rows)


def _normal(value: str) -> str:
    # Entra answers several values as a list of texts, and nothing for what is left out.
    if value in (shown_value(DROPPED), shown_value(Dropped(whole_person=True))):
        return ""
    if value.startswith("[") and value.endswith("]"):
        return value[1:-1].replace('"', "")
    return value
