"""The sources of edited mappings as Graph itself writes them.

Graph stores an expression as a tree with parameter names of its own, of which no page lists all. So Entra
parses what was edited (Graph docs, "synchronizationSchema: parseExpression", which changes nothing), and
its tree is what is saved. Where it gives none, its list of functions tells the names.
"""

from __future__ import annotations

from dataclasses import replace

from wizard.entra import schema
from wizard.entra.graph import Graph
from wizard.mapping.attributes import AttributeMapping, ObjectMapping
from wizard.mapping.expression import parse
from wizard.mapping.expression.source import ParameterNames, Source, read_source, to_source
from wizard.mapping.expression.tree import CallNode, Node, children
from wizard.problem import Problem, ProblemError

_FUNCTION = "Function"


class GraphSources:
    """Asks one job's schema how it stores expressions."""

    def __init__(self, graph: Graph, application: str, job: str) -> None:
        self._graph = graph
        self._application = application
        self._job = job
        self._names: ParameterNames | None = None

    async def written(self, before: ObjectMapping, now: ObjectMapping) -> ObjectMapping:
        """`now`, its edited expressions with Graph's trees; what was not edited stays as it is.

        Raises `mapping_edit.refused_by_entra` for an expression that Entra does not read.
        """
        rows = [await self._row(row, before.mapping_to(row.target)) for row in now.mappings]
        return replace(now, mappings=tuple(rows))

    async def _row(self, row: AttributeMapping, before: AttributeMapping | None) -> AttributeMapping:
        if row.source.type != _FUNCTION or (before is not None and before.source == row.source):
            return row
        return replace(row, source=await self._source(row))

    async def _source(self, row: AttributeMapping) -> Source:
        text = row.source.expression or ""
        answer = await schema.parse_expression(self._graph, self._application, self._job, text)
        if not answer.parsed:
            facts = {"target": row.target, "detail": answer.error}
            raise ProblemError(Problem("mapping_edit.refused_by_entra", facts, field="source"))
        if answer.expression is not None:
            found = read_source(answer.expression)
            return found if found.expression else replace(found, expression=text)
        node = parse(text)
        names = await self._known_names()
        for name in _functions(node):
            if name not in names:
                facts = {"target": row.target, "function": name}
                raise ProblemError(Problem("mapping_edit.names_unknown", facts, field="source"))
        return to_source(node, names)

    async def _known_names(self) -> ParameterNames:
        if self._names is None:
            listed = await schema.functions(self._graph, self._application, self._job)
            self._names = {
                (each.name or each.id).lower(): tuple(one.name for one in each.parameters)
                for each in listed
            }
        return self._names


def _functions(node: Node) -> set[str]:
    found, waiting = set(), [node]
    while waiting:
        current = waiting.pop()
        if isinstance(current, CallNode):
            found.add(current.name.lower())
        waiting += children(current)
    return found
