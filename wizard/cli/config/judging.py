"""Judges values of a configuration file without a tenant: addresses, mail, expressions, conditions."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pydantic_core import PydanticCustomError

from wizard.entra.cloud import CLOUDS
from wizard.mapping.expression import ExpressionError, Node, check, parse
from wizard.mapping.expression.catalog import word_of
from wizard.mapping.expression.tree import AttributeNode
from wizard.mapping.scope_operators import UNUSABLE, UNUSABLE_DATES, operator_of
from wizard.playvox.address import parse_tenant_url
from wizard.problem import Problem, ProblemError, near_name
from wizard.steps.base.connection_test.fields import is_email
from wizard.steps.base.role_changes import checked_name

JUDGED = "judged"
"""Type of the pydantic errors that carry a problem, as `problem` in their context."""
_PLAIN_NAME = re.compile(r"[^\W\d][\w.:-]*")


def value_node(text: str) -> Node:
    """The expression that a mapping's value means: an attribute's bare name is that attribute.

    Raises `ExpressionError`.
    """
    text = text.strip()
    if _PLAIN_NAME.fullmatch(text) and word_of(text) is None:
        return AttributeNode(text)
    return parse(text)


def check_address(text: str) -> str:
    """A Tenant URL or subdomain; an address of this computer is judged when the tenant is known."""
    found = parse_tenant_url(text, allow_loopback=True)
    if isinstance(found, Problem):
        raise _refused(found)
    return text


def check_email(text: str) -> str:
    """One mail address, or nothing."""
    if text and not is_email(text):
        raise _refused(Problem("email_malformed"))
    return text


def check_cloud(name: str) -> str:
    """A cloud this program knows."""
    if name not in CLOUDS:
        facts = {"name": name, "names": ", ".join(CLOUDS), "near": near_name(name, CLOUDS)}
        raise _refused(Problem("config_cloud", facts))
    return name


def check_role_name(name: str) -> str:
    """A name that a role may have which is still to be added."""
    try:
        return checked_name(name)
    except ProblemError as error:
        raise _refused(error.problem) from None


def check_expression(text: str) -> str:
    """An expression without errors, or nothing."""
    if not text.strip():
        return ""
    try:
        findings = check(value_node(text))
    except ExpressionError as error:
        raise _refused(error.problem) from None
    for finding in findings:
        if finding.level == "error":
            raise _refused(finding.problem)
    return text


def check_operator(name: str) -> str:
    """An operator of scoping filters, in any of its spellings."""
    if operator_of(name) is None:
        raise _refused(Problem("scoping_edit.operator", {"operator": name}))
    return name


def check_scoping_attribute(name: str) -> str:
    """An attribute that scoping filters can use."""
    if name in UNUSABLE or name in UNUSABLE_DATES:
        raise _refused(Problem("scoping_edit.unusable", {"attribute": name}))
    return name


def check_value_of_clause(attribute: str, operator: str, values: Sequence[str]) -> None:
    """A value where the operator compares, and none where it does not."""
    known = operator_of(operator)
    if known is None:
        return
    facts = {"attribute": attribute, "operator": operator}
    if known.arity == "Binary" and not any(values):
        raise _refused(Problem("scoping_edit.value", facts))
    if known.arity == "Unary" and values:
        raise _refused(Problem("config_value_unused", facts))


def _refused(problem: Problem) -> PydanticCustomError:
    return PydanticCustomError(JUDGED, "judged", {"problem": problem})
