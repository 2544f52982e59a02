"""Delta queries on users and groups.

Source: Graph docs, "Use delta query to track changes in Microsoft Graph data".
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from wizard.practice.graph.call import (
    RouteAnswer,
    RouteCall,
)
from wizard.practice.graph.errors import bad_request, unsupported_query
from wizard.practice.graph.filters import (
    Compare,
    FilterParenthesis,
    parse,
)
from wizard.practice.graph.people import USER_DEFAULT
from wizard.practice.store import Json

PAGE = 200
MOST_NAMED = 50
MEMBERS = 1000  # memberships per page; a group with more is repeated on the next page


def users(call: RouteCall) -> RouteAnswer:
    """GET /users/delta."""
    state = _state(call)
    if state is None:
        return _latest(call, "users")
    wanted, ids = _watched(state)
    rows = call.store.query(
        "SELECT seq, id, deleted, body FROM users"  # noqa: S608 - marks only
        " WHERE seq > ? AND seq <= ? AND (deleted = 0 OR ? > 0)"
        f" AND {wanted} ORDER BY seq LIMIT ?",
        (state["at"], state["upto"], state["since"], *ids, PAGE),
    )
    value = [
        _removed(identifier) if gone else _chosen(state, json.loads(body), USER_DEFAULT)
        for _, identifier, gone, body in rows
    ]
    at = rows[-1][0] if rows else state["upto"]
    return _page(call, "users", value, {**state, "at": at}, more=len(rows) == PAGE)


def groups(call: RouteCall) -> RouteAnswer:
    """GET /groups/delta, with `members@delta`."""
    state = _state(call)
    if state is None:
        return _latest(call, "groups")
    wanted, ids = _watched(state)
    rows = call.store.query(
        "SELECT seq, id, deleted, body FROM groups"  # noqa: S608 - marks only
        " WHERE (seq, id) >= (?, ?) AND seq > ? AND seq <= ?"
        f" AND (deleted = 0 OR ? > 0) AND {wanted} ORDER BY seq, id LIMIT 50",
        (state["at"], state.get("group", ""), state["since"], state["upto"], state["since"], *ids),
    )
    value: list[Json] = []
    room = MEMBERS
    for seq, identifier, gone, body in rows:
        after = state.get("member", "") if identifier == state.get("group") else ""
        if identifier == state.get("group") and after == "*":
            continue
        told, last = _memberships(call, state, identifier, after, room)
        room -= len(told)
        group = _removed(identifier) if gone else _chosen(state, json.loads(body), None)
        if told and not gone:
            group["members@delta"] = told
        value.append(group)
        if last is not None or room <= 0:
            where = {**state, "at": seq, "group": identifier, "member": last or "*"}
            return _page(call, "groups", value, where, more=True)
    if len(rows) == 50:
        where = {**state, "at": rows[-1][0], "group": rows[-1][1], "member": "*"}
        return _page(call, "groups", value, where, more=True)
    return _page(call, "groups", value, state, more=False)


def _memberships(
    call: RouteCall, state: Json, group: str, after: str, room: int
) -> tuple[list[Json], str | None]:
    """Changed memberships, and the last member on this page when there are more."""
    if state["select"] and "members" not in state["select"]:
        return [], None
    rows = call.store.query(
        "SELECT member_id, member_type, deleted FROM memberships WHERE group_id = ? AND member_id > ?"
        " AND seq > ? AND (deleted = 0 OR ? > 0) ORDER BY member_id LIMIT ?",
        (group, after, state["since"], state["since"], room + 1),
    )
    told: list[Json] = []
    for member, sort, gone in rows[:room]:
        entry: Json = {"@odata.type": f"#microsoft.graph.{sort}", "id": member}
        told.append({**entry, "@removed": {"reason": "deleted"}} if gone else entry)
    return told, rows[room - 1][0] if len(rows) > room else None


def _watched(state: Json) -> tuple[str, list[str]]:
    """A condition for the objects in the filter, and its values."""
    ids = state["ids"]
    return (f"id IN ({', '.join('?' for _ in ids)})", ids) if ids else ("1", [])


def _named(call: RouteCall) -> list[str]:
    """The objects a `$filter` names: only `id eq '...'`, several joined by `or`. Raises GraphError."""
    if "$filter" not in call.query:
        return []
    expression = parse(call.query["$filter"])
    parts = (
        expression.parts
        if isinstance(expression, FilterParenthesis) and expression.op == "or"
        else (expression,)
    )
    ids = [
        str(part.value)
        for part in parts
        if isinstance(part, Compare) and part.op == "eq" and part.property.path == "id"
    ]
    if len(ids) != len(parts) or len(ids) > MOST_NAMED:
        raise unsupported_query("A delta query can only be filtered by up to 50 ids.")
    return ids


def _state(call: RouteCall) -> Json | None:
    """The reader's position; None to start from now. Raises GraphError."""
    for option in ("$top", "$expand", "$orderby", "$search"):
        if option in call.query:
            raise unsupported_query(f"The query parameter '{option}' is not supported with delta.")
    if "$skiptoken" in call.query:
        state: Json = call.pager.open(call.query["$skiptoken"])
        return state
    token = call.query.get("$deltatoken")
    if token == "latest":  # noqa: S105 - a documented word
        return None
    upto = call.store.last_seq()
    if token is not None:
        known: dict[str, Any] = call.pager.open(token)
        if "upto" in known:
            raise bad_request("The delta token is not valid.")
        return {**known, "at": known["since"], "upto": upto}
    return {**_begin(call), "upto": upto}


def _begin(call: RouteCall) -> Json:
    chosen = [part.strip() for part in call.query.get("$select", "").split(",") if part.strip()]
    return {"since": 0, "at": 0, "select": chosen, "ids": _named(call)}


def _page(call: RouteCall, name: str, value: list[Json], state: Json, *, more: bool) -> RouteAnswer:
    body: Json = {"@odata.context": call.context(name)}
    address = f"{call.base}{quote(call.path)}"
    if more:
        body["@odata.nextLink"] = f"{address}?$skiptoken={call.pager.seal(state)}"
    else:
        end = {"since": state["upto"], "select": state["select"], "ids": state["ids"]}
        body["@odata.deltaLink"] = f"{address}?$deltatoken={call.pager.seal(end)}"
    return RouteAnswer(200, {**body, "value": value})


def _latest(call: RouteCall, name: str) -> RouteAnswer:
    state = {**_begin(call), "upto": call.store.last_seq()}
    return _page(call, name, [], state, more=False)


def _chosen(state: Json, item: Json, default: tuple[str, ...] | None) -> Json:
    names = state["select"] or default
    if names is None:
        return item
    return {name: item[name] for name in ("id", *names) if name in item}


def _removed(identifier: str) -> Json:
    return {"id": identifier, "@removed": {"reason": "changed"}}
