"""Write values into SCIM requests, in both dialects of PATCH.

Shapes: Entra docs, "Develop and plan provisioning for a SCIM endpoint" and "Known issues and resolutions
with SCIM 2.0 protocol compliance". Without the flag `aadOptscim062020` a PATCH has one operation per
attribute, with capitalized names and booleans as text; with it, names in lower case, real booleans, and
several plain replacements in one operation without a path. The work email carries `primary: true` and a new
account `roles: []` and `meta` as in Microsoft's own example.
"""

from __future__ import annotations

from typing import Any

from wizard.mapping.mapper import CompiledMapping
from wizard.mapping.values import as_text, is_empty

CORE = "urn:ietf:params:scim:schemas:core:2.0:User"
ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
PATCH_OP = "urn:ietf:params:scim:api:messages:2.0:PatchOp"


def put(body: dict[str, Any], row: CompiledMapping, value: Any) -> None:
    """Write a target attribute's value into the body of a POST."""
    row.path.write(body, typed(row, value))
    if row.path.attribute == "emails" and row.path.value.lower() == "work":
        for element in body["emails"]:
            if element.get("type") == row.path.value:
                element.setdefault("primary", True)


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
    defined with `caseExact` (Graph docs, attributeDefinition).
    """
    wanted = typed(row, value)
    if isinstance(wanted, list):
        present = before if isinstance(before, list) else []
        return sorted(map(str, wanted)) == sorted(map(str, present))
    if isinstance(wanted, bool) or isinstance(before, bool):
        return (as_text(wanted) or "").lower() == (as_text(before) or "").lower()
    if before is None or isinstance(before, dict | list):
        return bool(wanted == before)
    first, second = as_text(wanted) or "", as_text(before) or ""
    return first == second if row.definition.exact_case else first.casefold() == second.casefold()


def patch(changes: list[tuple[CompiledMapping, Any, Any]], *, compliant: bool) -> dict[str, Any]:
    """The body of a PATCH; a change is a row, its new value as JSON, and its previous value."""
    operations = _compliant(changes) if compliant else [_operation(*change) for change in changes]
    return {"schemas": [PATCH_OP], "Operations": operations}


def _operation(row: CompiledMapping, value: Any, before: Any) -> dict[str, Any]:
    shown = as_text(value) if isinstance(value, bool) else value
    return {"op": "Add" if is_empty(before) else "Replace", "path": row.mapping.target, "value": shown}


def _compliant(changes: list[tuple[CompiledMapping, Any, Any]]) -> list[dict[str, Any]]:
    plain_ones = [change for change in changes if not change[0].path.filtered and not is_empty(change[2])]
    together = len(plain_ones) > 1
    operations = [
        {"op": "add" if is_empty(before) else "replace", "path": row.mapping.target, "value": value}
        for row, value, before in changes
        if not together or row.path.filtered or is_empty(before)
    ]
    if together:
        values = {row.mapping.target: value for row, value, _ in plain_ones}
        operations.append({"op": "replace", "value": values})
    return operations
