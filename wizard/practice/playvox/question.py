"""A query on the account list: filter and page (RFC 7644 section 3.4.2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scim2_models import InvalidFilterException, InvalidValueException, ScimFilter
from scim2_models.path import CompareOperator, Comparison, FilterNode, LogicalExpr, LogicalOperator

from wizard.practice.playvox.model import (
    MAX_PAGE,
    USER_SCHEMA,
    PracticeUser,
)


@dataclass(frozen=True, slots=True)
class Question:
    """`user_names` all have to be the account's userName (empty: no filter); `start` is one-based."""

    user_names: tuple[str, ...]
    start: int
    count: int


def read_question(query: Mapping[str, str]) -> Question:
    """The query in a decoded query string. Raises SCIM exceptions for the 400 answers."""
    text = query.get("filter")
    return Question(
        user_names=() if text is None else _user_names(ScimFilter[PracticeUser](text).ast),
        start=max(1, _number(query, "startIndex", 1)),
        count=min(MAX_PAGE, max(0, _number(query, "count", MAX_PAGE))),
    )


def _user_names(node: FilterNode) -> tuple[str, ...]:
    """The values userName is compared with; Playvox lists userName as its only filterable attribute."""
    if isinstance(node, LogicalExpr) and node.op is LogicalOperator.and_:
        return tuple(name for term in node.terms for name in _user_names(term))
    if not isinstance(node, Comparison) or node.op is not CompareOperator.eq:
        raise InvalidFilterException(detail="Only eq and and are supported in filters")
    path = node.attr_path
    known = path.attr.lower() == "username" and path.sub_attr is None
    if not known or (path.uri is not None and str(path.uri).lower() != USER_SCHEMA.lower()):
        raise InvalidFilterException(detail="Only userName can be used in filters")
    if not isinstance(node.value, str):
        raise InvalidFilterException(detail="userName is compared with a quoted text")
    return (node.value,)


def _number(query: Mapping[str, str], name: str, default: int) -> int:
    try:
        return int(query.get(name, default))
    except ValueError:
        raise InvalidValueException(detail=f"{name} is a whole number") from None
