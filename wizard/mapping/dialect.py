"""Write values into SCIM requests, in both dialects of PATCH.

Shapes: Entra docs, "Develop and plan provisioning for a SCIM endpoint" and "Known issues and resolutions
with SCIM 2.0 protocol compliance". Without the flag `aadOptscim062020` a PATCH has one operation per
attribute, with capitalized names and booleans as text; with it, names in lower case, real booleans, and
several plain replacements in one operation without a path. The work email carries `primary: true` and a new
account `roles: []` and `meta` as in Microsoft's own example. Attributes with several values are only added
to (Microsoft Q&A 1693075, a captured request); roles: see `roles`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from wizard.mapping import roles
from wizard.mapping.mapper import CompiledMapping
from wizard.mapping.values import as_text, is_empty

CORE = "urn:ietf:params:scim:schemas:core:2.0:User"
ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
PATCH_OP = "urn:ietf:params:scim:api:messages:2.0:PatchOp"


@dataclass(frozen=True, slots=True)
class AttributeChange:
    """A change of one attribute of an account: the new value as JSON, and the previous one.

    `sources` are the source attributes of the value.
    """

    row: CompiledMapping
    value: Any
    before: Any
    sources: Mapping[str, Any] = field(default_factory=dict)


def put(body: dict[str, Any], row: CompiledMapping, value: Any) -> None:
    """Write a target attribute's value into the body of a POST."""
    row.path.write(body, typed(row, value))
    if row.path.attribute == "emails" and row.path.value.lower() == "work":
        for element in body["emails"]:
            if element.get("type") == row.path.value:
                element.setdefault("primary", True)
    if row.function == roles.SINGLE and row.path.attribute == "roles" and row.path.filtered:
        for element in body["roles"]:
            element["type"] = roles.TYPE  # whatever is mapped to it (entra-docs issue 391)


def typed(row: CompiledMapping, value: Any) -> Any:
    """The value as JSON of the target attribute's type."""
    if isinstance(value, list):
        return [typed(row, item) for item in value]
    if isinstance(value, dict):
        return value
    text = as_text(value)
    if row.definition.type == "Boolean" and text is not None and text.lower() in ("true", "false"):
        return text.lower() == "true"
    if row.definition.type == "Integer" and text is not None:
        digits = text[1:] if text[:1] == "-" else text
        return int(text) if digits.isascii() and digits.isdigit() and len(digits) <= 18 else text
    return text


def same(row: CompiledMapping, value: Any, before: Any) -> bool:
    """Whether the account already has the value. Letter case counts only where the target attribute is
    defined with `caseExact` (Graph docs, attributeDefinition). All of several values have to be present.
    """
    wanted = typed(row, value)
    if row.function in roles.SEVERAL_ROLES and isinstance(wanted, list):
        left = roles.missing(wanted, before)
        return not left and not (row.function == roles.ASSERTIVE and roles.surplus(wanted, before))
    if isinstance(wanted, list):
        return not missing_values(row, wanted, before)
    if isinstance(wanted, bool) or isinstance(before, bool):
        return (as_text(wanted) or "").lower() == (as_text(before) or "").lower()
    if before is None or isinstance(before, dict | list):
        return bool(wanted == before)
    return _folded(row, as_text(wanted) or "") == _folded(row, as_text(before) or "")


def _folded(row: CompiledMapping, text: str) -> str:
    return text if row.definition.exact_case else text.casefold()


def missing_values(row: CompiledMapping, wanted: list[Any], before: Any) -> list[Any]:
    """The values that the account does not have; it may hold a value directly or as `{"value": …}`."""
    present = before if isinstance(before, list) else [] if before is None else [before]
    bare = [each.get("value") if isinstance(each, Mapping) else each for each in present]
    known = {_folded(row, as_text(each) or "") for each in bare}
    return [each for each in wanted if _folded(row, as_text(each) or "") not in known]


def patch(changes: list[AttributeChange], *, compliant: bool) -> dict[str, Any]:
    """The body of a PATCH."""
    operations = _compliant(changes) if compliant else [_operation(change) for change in changes]
    return {"schemas": [PATCH_OP], "Operations": operations}


def _operation(change: AttributeChange) -> dict[str, Any]:
    own = _own_form(change, compliant=False)
    if own is not None:
        return own
    value = as_text(change.value) if isinstance(change.value, bool) else change.value
    op = "Add" if is_empty(change.before) else "Replace"
    return {"op": op, "path": change.row.mapping.target, "value": value}


def _own_form(change: AttributeChange, *, compliant: bool) -> dict[str, Any] | None:
    """The operation for roles and for several values; None for other attributes."""
    row, target = change.row, change.row.mapping.target
    add, replace = ("add", "replace") if compliant else ("Add", "Replace")
    if row.function == roles.ASSERTIVE:
        return {"op": replace, "path": target, "value": change.value}
    if row.function == roles.COMPLEX:
        given = roles.missing(roles.assigned(change.sources), change.before)
        texts = [{"value": roles.as_json_text(role)} for role in given]
        elements = roles.missing(change.value, change.before) if isinstance(change.value, list) else []
        return {"op": add, "path": target, "value": elements if compliant or not texts else texts}
    if row.several and isinstance(change.value, list):
        left = missing_values(row, change.value, change.before)
        return {"op": add, "path": target, "value": [{"value": each} for each in left]}
    return None


def _compliant(changes: list[AttributeChange]) -> list[dict[str, Any]]:
    own = {id(change): _own_form(change, compliant=True) for change in changes}
    plain = [
        change
        for change in changes
        if own[id(change)] is None and not change.row.path.filtered and not is_empty(change.before)
    ]
    together = {id(change) for change in plain} if len(plain) > 1 else set()
    operations = [
        own[id(change)]
        or {
            "op": "add" if is_empty(change.before) else "replace",
            "path": change.row.mapping.target,
            "value": change.value,
        }
        for change in changes
        if id(change) not in together
    ]
    if together:
        values = {change.row.mapping.target: change.value for change in plain}
        operations.append({"op": "replace", "value": values})
    return operations
