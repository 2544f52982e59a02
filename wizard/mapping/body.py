"""The exact request for one person and one target account: POST, PATCH, or nothing.

Shapes: Entra docs, "Develop and plan provisioning for a SCIM endpoint" and "Known issues and resolutions
with SCIM 2.0 protocol compliance". Without the flag `aadOptscim062020` a PATCH has one operation for each
attribute, capitalised, booleans as text; with it, lower case, real booleans, and several plain replacements
collapsed into one operation without a path. The work e-mail carries `primary: true` and a new account
`roles: []` and `meta` as in Microsoft's own example.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from wizard.mapping.attributes import ALWAYS, ATTRIBUTE_ADD_ONLY, FLOW_ALWAYS, OBJECT_ADD_ONLY, Schema
from wizard.mapping.expression import Context, Step, Uncertainty
from wizard.mapping.mapper import Mapper, Result, Row
from wizard.mapping.values import Dropped, Person, as_text, is_blank, plain
from wizard.problem import Problem

CORE = "urn:ietf:params:scim:schemas:core:2.0:User"
ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
PATCH_OP = "urn:ietf:params:scim:api:messages:2.0:PatchOp"

Action = Literal["create", "update", "disable", "none", "skip"]
Fate = Literal[
    "sent",
    "unchanged",
    "null",
    "ignored",
    "only_at_creation",
    "has_value",
    "default",
    "problem",
    "not_sent",
    "reference_later",
]


@dataclass(frozen=True, slots=True)
class Trace:
    """Where one target attribute's value comes from. `fate` says what becomes of it; `before` is the
    account's present value."""

    target: str
    source_type: str
    expression: str
    sources: Mapping[str, Any]
    steps: tuple[Step, ...]
    value: Any
    before: Any
    fate: Fate
    uncertainties: tuple[Uncertainty, ...] = ()
    problem: Problem | None = None
    random: bool = False


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be sent. `method` and `body` are None when nothing is; `why` is a code with words
    ("preview.…"). `match` is the filter that looked (or would look) for the account."""

    action: Action
    why: Problem
    method: str | None = None
    path: str = ""
    body: dict[str, Any] | None = None
    match: str = ""
    trace: tuple[Trace, ...] = field(default=())

    @property
    def certain(self) -> bool:
        """Whether every value that is sent (or held back) is sure."""
        return not any(item.uncertainties for item in self.trace)


def preview(
    person: Person,
    schema: Schema | Mapper,
    target_account: Mapping[str, Any] | None = None,
    *,
    compliant: bool = False,
    in_scope: bool = True,
    context: Context | None = None,
    trace: bool = True,
) -> Preview:
    """The request for `person` given the account found in the target (a SCIM user, or None).

    `person`: source attributes, see `person.source_person`. `compliant`: the Tenant URL carries
    `aadOptscim062020`. `in_scope` False: unassigned or filtered out. Pass a `Mapper` to compile only once.
    """
    mapper = schema if isinstance(schema, Mapper) else Mapper.of(schema)
    used = context or Context()
    seen = person if in_scope or person.get("IsSoftDeleted") is True else {**person, "IsSoftDeleted": True}
    results = mapper.results(seen, used, trace=trace)
    match = _match(mapper, results)
    if target_account is None:
        return _create(mapper, seen, results, match, in_scope=in_scope)
    if not in_scope or _inactive(seen):
        return _disable(mapper, results, target_account, match, compliant=compliant)
    return _update(mapper, results, target_account, match, compliant=compliant)


def _match(mapper: Mapper, results: tuple[Result, ...]) -> str:
    """The filter of the first matching attribute that has a value; empty when none has."""
    for wanted in mapper.matching:
        result = next(item for item in results if item.row is wanted)
        if result.outcome is None:
            continue
        value = as_text(result.outcome.value)
        if value and not isinstance(result.outcome.value, Dropped):
            escaped = value.replace("\\", "\\\\").replace('"', '\\"')
            return f'{wanted.mapping.target} eq "{escaped}"'
    return ""


def _skip(code: str, match: str, trace: tuple[Trace, ...] = ()) -> Preview:
    return Preview("skip", Problem(f"preview.{code}"), match=match, trace=trace)


def _create(
    mapper: Mapper, person: Person, results: tuple[Result, ...], match: str, *, in_scope: bool
) -> Preview:
    traces: list[Trace] = []
    body: dict[str, Any] = {"schemas": [CORE, ENTERPRISE]}
    for result in results:
        value, fate = _value_of(result)
        default = result.row.mapping.default
        if fate == "null" and default is not None:
            value, fate = default, "default"
        if fate in ("sent", "default") and result.row.definition.type == "Reference":
            fate = "reference_later"
        traces.append(_trace(result, value, None, fate))
        if fate in ("sent", "default"):
            _put(body, result.row, value)
    body["meta"] = {"resourceType": "User"}
    body.setdefault("roles", [])
    finished = tuple(traces)
    if not in_scope:
        return _skip("out_of_scope", match, finished)
    if _inactive(person):
        return _skip("not_active", match, finished)
    if _drops_person(results):
        return _skip("object_ignored", match, finished)
    if mapper.matching and not match:
        return _skip("no_matching_value", match, finished)
    if not mapper.mapping.allows("Add"):
        return _skip("create_off", match, finished)
    return Preview("create", Problem("preview.create"), "POST", "/Users", body, match, finished)


def _inactive(person: Person) -> bool:
    """Disabled or deleted: not entitled to an account, just as somebody out of scope (Entra docs, "How
    provisioning works")."""
    return person.get("IsSoftDeleted") in (True, "True") or person.get("accountEnabled") in (False, "False")


def _put(body: dict[str, Any], row: Row, value: Any) -> None:
    row.path.write(body, _typed(row, value))
    if row.path.attribute == "emails" and row.path.value.lower() == "work":
        for element in body["emails"]:
            if element.get("type") == row.path.value:
                element.setdefault("primary", True)


def _drops_person(results: tuple[Result, ...]) -> bool:
    return any(
        isinstance(result.outcome.value, Dropped) and result.outcome.value.whole_person
        for result in results
        if result.outcome is not None
    )


def _value_of(result: Result) -> tuple[Any, Fate]:
    if result.outcome is None:
        return None, "problem"
    value = result.outcome.value
    if isinstance(value, Dropped):
        return None, "ignored"
    if value is None or value == []:
        return None, "null"
    if isinstance(value, list) and not result.row.definition.multivalued and len(value) == 1:
        return value[0], "sent"
    if isinstance(value, list) and not result.row.definition.multivalued:
        return plain(value), "problem"
    return value, "sent"


def _typed(row: Row, value: Any) -> Any:
    """The value as JSON of the target attribute's type."""
    if isinstance(value, list):
        return [_typed(row, item) for item in value]
    if isinstance(value, dict):
        return value
    text = as_text(value)
    if row.definition.type == "Boolean" and text is not None and text.lower() in ("true", "false"):
        return text.lower() == "true"
    if row.definition.type == "Integer" and text is not None:
        digits = text[1:] if text[:1] == "-" else text
        return int(text) if digits.isascii() and digits.isdigit() and len(digits) <= 18 else text
    return text


def _update(
    mapper: Mapper,
    results: tuple[Result, ...],
    account: Mapping[str, Any],
    match: str,
    *,
    compliant: bool,
) -> Preview:
    traces: list[Trace] = []
    changes: list[tuple[Row, Any, Any]] = []
    for result in results:
        value, fate = _value_of(result)
        before = result.row.path.read(account)
        if fate == "sent":
            fate = _fate_of_change(result.row, value, before)
        traces.append(_trace(result, value, before, fate))
        if fate == "sent":
            changes.append((result.row, _typed(result.row, value), before))
    finished = tuple(traces)
    if _drops_person(results):
        return _skip("object_ignored", match, finished)
    path = f"/Users/{account.get('id', '')}"
    if not changes:
        return Preview("none", Problem("preview.unchanged"), path=path, match=match, trace=finished)
    if not mapper.mapping.allows("Update"):
        return _skip("update_off", match, finished)
    disables = any(row.path.text == "active" and value is False for row, value, _ in changes)
    body = _patch(changes, compliant=compliant)
    action: Action = "disable" if disables else "update"
    return Preview(action, Problem(f"preview.{action}"), "PATCH", path, body, match, finished)


def _fate_of_change(row: Row, value: Any, before: Any) -> Fate:
    flow = row.mapping.flow_type
    if flow == OBJECT_ADD_ONLY:
        return "only_at_creation"
    if (
        flow != ALWAYS
        and (flow == ATTRIBUTE_ADD_ONLY or not row.definition.multivalued)
        and not is_blank(before)
    ):
        return "has_value"
    if row.mapping.flow_behavior != FLOW_ALWAYS and same(row, value, before):
        return "unchanged"
    return "sent"


def same(row: Row, value: Any, before: Any) -> bool:
    """Whether the account has the value already. Letter case counts only where the target attribute is
    defined with `caseExact` (Graph docs, attributeDefinition)."""
    wanted = _typed(row, value)
    if isinstance(wanted, list):
        present = before if isinstance(before, list) else []
        return sorted(map(str, wanted)) == sorted(map(str, present))
    if isinstance(wanted, bool) or isinstance(before, bool):
        return (as_text(wanted) or "").lower() == (as_text(before) or "").lower()
    if before is None or isinstance(before, dict | list):
        return bool(wanted == before)
    first, second = as_text(wanted) or "", as_text(before) or ""
    return first == second if row.definition.exact_case else first.casefold() == second.casefold()


def _disable(
    mapper: Mapper,
    results: tuple[Result, ...],
    account: Mapping[str, Any],
    match: str,
    *,
    compliant: bool,
) -> Preview:
    """Out of scope, disabled or deleted: an update disables the account, and nothing else changes."""
    traces: list[Trace] = []
    change: tuple[Row, Any, Any] | None = None
    mapped = False
    for result in results:
        value, fate = _value_of(result)
        before = result.row.path.read(account)
        if result.row.path.text != "active":
            traces.append(_trace(result, value, before, "not_sent" if fate == "sent" else fate))
            continue
        mapped = True
        if fate == "sent" and same(result.row, value, before):
            fate = "unchanged"
        traces.append(_trace(result, value, before, fate))
        if fate == "sent":
            change = (result.row, _typed(result.row, value), before)
    finished = tuple(traces)
    if not mapped:
        return _skip("active_not_mapped", match, finished)
    path = f"/Users/{account.get('id', '')}"
    if change is None:
        return Preview("none", Problem("preview.already_inactive"), path=path, match=match, trace=finished)
    if not mapper.mapping.allows("Update"):
        return _skip("update_off", match, finished)
    body = _patch([change], compliant=compliant)
    return Preview("disable", Problem("preview.disable"), "PATCH", path, body, match, finished)


def _patch(changes: list[tuple[Row, Any, Any]], *, compliant: bool) -> dict[str, Any]:
    operations = _compliant(changes) if compliant else [_operation(*change) for change in changes]
    return {"schemas": [PATCH_OP], "Operations": operations}


def _operation(row: Row, value: Any, before: Any) -> dict[str, Any]:
    shown = as_text(value) if isinstance(value, bool) else value
    return {"op": "Add" if is_blank(before) else "Replace", "path": row.mapping.target, "value": shown}


def _compliant(changes: list[tuple[Row, Any, Any]]) -> list[dict[str, Any]]:
    plain_ones = [change for change in changes if not change[0].path.filtered and not is_blank(change[2])]
    together = len(plain_ones) > 1
    operations = [
        {"op": "add" if is_blank(before) else "replace", "path": row.mapping.target, "value": value}
        for row, value, before in changes
        if not together or row.path.filtered or is_blank(before)
    ]
    if together:
        values = {row.mapping.target: value for row, value, _ in plain_ones}
        operations.append({"op": "replace", "value": values})
    return operations


def _trace(result: Result, value: Any, before: Any, fate: Fate) -> Trace:
    outcome = result.outcome
    return Trace(
        result.row.mapping.target,
        result.row.mapping.source.type,
        result.row.expression,
        result.sources,
        result.steps,
        plain(value),
        before,
        fate,
        outcome.uncertainties if outcome else (),
        result.problem,
        outcome.random if outcome else False,
    )
