"""Query options on collections: filter, order, count, select, pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import quote, urlencode

from wizard.practice.graph import filters, paging
from wizard.practice.graph.call import (
    RouteAnswer,
    RouteCall,
)
from wizard.practice.graph.errors import (
    GraphRefusalError,
    bad_request,
    unsupported_query,
)
from wizard.practice.graph.filters import (
    AnyOf,
    Compare,
    Expression,
    FilterParenthesis,
    Not,
)
from wizard.practice.graph.matching import matches
from wizard.practice.store import Json

_ADVANCED = frozenset({"ne", "endswith"})


def parsed_filter(call: RouteCall, resource: str, allowed: dict[str, frozenset[str]]) -> Expression | None:
    """The request's filter, checked against what the resource allows: property path -> operators.

    Operators that are "advanced queries" need `ConsistencyLevel: eventual` and `$count=true`.
    Raises GraphError.
    """
    text = call.query.get("$filter")
    if text is None:
        return None
    expression = filters.parse(text)
    for compare in filters.walk(expression):
        operators = allowed.get(compare.property.path)
        if operators is None or compare.op not in operators:
            raise unsupported_query(
                "Unsupported or invalid query filter clause specified for property "
                f"'{compare.property.path[:60]}' of resource '{resource}'."
            )
    if _is_advanced(expression) and not (call.eventual and call.query.get("$count") == "true"):
        raise unsupported_query(
            "Operator is not supported because the required parameters might be missing. "
            "Try adding $count=true and header ConsistencyLevel:eventual."
        )
    return expression


def check_advanced(call: RouteCall) -> None:
    """Query options that need `ConsistencyLevel: eventual`. Raises GraphError."""
    query = call.query
    if "$search" in query and not call.eventual:
        raise bad_request("$search needs the request header 'ConsistencyLevel: eventual'.")
    if query.get("$count") == "true" and not call.eventual:
        raise unsupported_query("$count is not currently supported.")
    if "$orderby" in query and "$filter" in query and not (call.eventual and query.get("$count") == "true"):
        raise unsupported_query("Sorting not supported for current query.")
    if "$skip" in query:
        raise bad_request("'$skip' is not supported by the service.")


def need_eventual(call: RouteCall) -> None:
    """`/$count` needs the header. Raises GraphError."""
    if not call.eventual:
        raise bad_request("$count is only supported with the request header 'ConsistencyLevel: eventual'.")


def documents(
    call: RouteCall,
    name: str,
    items: Sequence[Json],
    *,
    fold: bool = True,
    expression: Expression | None = None,
    order: str = "displayName",
    default: int = 100,
    shape: Sequence[str] | None = None,
) -> RouteAnswer:
    """A page of documents that are all in memory."""
    if starts_empty(call):
        return empty_page(call, name, 0)
    found = [item for item in items if expression is None or matches(expression, item, fold=fold)]
    if "$orderby" in call.query:
        field, descending = ordering(call, frozenset({order}))
        found.sort(key=lambda item: str(item.get(field) or "").casefold(), reverse=descending)
    offset = int(position(call) or _skipped(call))
    size = paging.size(call.query.get("$top"), default)
    body: Json = {"@odata.context": call.context(name)}
    if call.query.get("$count") == "true" and "$skiptoken" not in call.query:
        body["@odata.count"] = len(found)
    if len(found) > offset + size:
        body["@odata.nextLink"] = next_link(call, offset + size)
    body["value"] = [select(call, item, shape) for item in found[offset : offset + size]]
    return RouteAnswer(200, body)


def starts_empty(call: RouteCall) -> bool:
    """Whether the fault of empty first pages applies."""
    return "$skiptoken" not in call.query and call.tenant.faults.take("graph-empty-pages")


def empty_page(call: RouteCall, name: str, where: Any) -> RouteAnswer:
    """A page without results that leads to the next one, which paging allows."""
    return RouteAnswer(
        200, {"@odata.context": call.context(name), "@odata.nextLink": next_link(call, where), "value": []}
    )


def ordering(call: RouteCall, allowed: Iterable[str]) -> tuple[str, bool]:
    """The property and direction of `$orderby`. Raises GraphError."""
    field, _, direction = call.query["$orderby"].strip().partition(" ")
    if field not in allowed or direction.strip() not in {"", "asc", "desc"}:
        raise unsupported_query(f"Sorting by '{field[:60]}' is not supported.")
    return field, direction.strip() == "desc"


def position(call: RouteCall) -> Any:
    """The position in the `$skiptoken`; None on the first page."""
    token = call.query.get("$skiptoken")
    return None if token is None else call.pager.open(token)


def next_link(call: RouteCall, where: Any) -> str:
    """The address of the next page; everything but the token is as requested."""
    options = {name: value for name, value in call.query.items() if name not in {"$skiptoken", "$skip"}}
    options["$skiptoken"] = call.pager.seal(where)
    return f"{call.base}{quote(call.path)}?{urlencode(options, safe='$', quote_via=quote)}"


def _skipped(call: RouteCall) -> int:
    """How many results `$skip` leaves out, on the resources that support it."""
    text = call.query.get("$skip", "0")
    if not text.isdigit():
        raise bad_request(f"Invalid value '{text[:20]}' for the query option '$skip'.")
    return int(text)


def select(call: RouteCall, item: Json, default: Sequence[str] | None = None) -> Json:
    """The properties that `$select` names, else the default ones; annotations always stay."""
    wanted = call.query.get("$select")
    if wanted is None:
        if default is None:
            return {name: value for name, value in item.items() if ":" not in name}
        return {name: value for name, value in item.items() if name in default or name.startswith("@")}
    chosen: Json = {}
    for name in (part.strip() for part in wanted.split(",")):
        if name not in item or ":" in name:
            raise GraphRefusalError(
                400,
                "BadRequest",
                f"Parsing OData Select and Expand failed: Could not find a property named '{name[:60]}'.",
            )
        chosen[name] = item[name]
    return {**{name: value for name, value in item.items() if name.startswith("@")}, **chosen}


def _is_advanced(expression: Expression) -> bool:
    if isinstance(expression, Not):
        return True
    if isinstance(expression, FilterParenthesis):
        return any(_is_advanced(part) for part in expression.parts)
    if isinstance(expression, AnyOf):
        return False
    return isinstance(expression, Compare) and expression.op in _ADVANCED
