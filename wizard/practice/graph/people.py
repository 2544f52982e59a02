"""Users, groups and members.

Source: Graph docs, "List users", "List groups", "List group members", "List a user's direct memberships",
"Advanced query capabilities".
"""

from __future__ import annotations

import json
import re
from typing import Any

from wizard.practice.graph import listing, paging
from wizard.practice.graph.call import (
    RouteAnswer,
    RouteCall,
)
from wizard.practice.graph.errors import (
    GraphRefusalError,
    bad_request,
    denied,
    not_found,
    unsupported_query,
)
from wizard.practice.graph.filters import parse, walk
from wizard.practice.graph.sqlfilter import condition
from wizard.practice.store import Json

USER_DEFAULT = (
    "businessPhones", "displayName", "givenName", "id", "jobTitle", "mail", "mobilePhone", "officeLocation",
    "preferredLanguage", "surname", "userPrincipalName",
)  # fmt: skip
_MORE_THAN_BASIC = frozenset(
    {"User.Read.All", "User.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All"}
)
_TEXT = frozenset({"eq", "ne", "in", "startswith", "ge", "le"})
_EXACT = frozenset({"eq", "ne", "in"})
_ENDING = _TEXT | {"endswith"}
_ORDERED = frozenset({"eq", "ne", "ge", "le", "gt", "lt"})
USER_FILTERS = {
    "id": _EXACT, "displayName": _TEXT, "givenName": _TEXT, "surname": _TEXT, "department": _TEXT,
    "jobTitle": _TEXT,
    "mail": _ENDING, "userPrincipalName": _ENDING, "mailNickname": _TEXT, "userType": _EXACT,
    "accountEnabled": _EXACT, "city": _TEXT, "country": _TEXT, "usageLocation": _TEXT, "companyName": _TEXT,
    "employeeId": _TEXT, "employeeType": _TEXT, "createdDateTime": _ORDERED,
    "onPremisesSyncEnabled": _EXACT,
    "proxyAddresses": _ENDING, "otherMails": _ENDING, "preferredLanguage": _TEXT,
    "externalUserState": _TEXT,
}  # fmt: skip
GROUP_FILTERS = {
    "id": _EXACT, "displayName": _TEXT, "mail": _TEXT, "mailNickname": _TEXT, "securityEnabled": _EXACT,
    "mailEnabled": _EXACT, "groupTypes": _EXACT, "description": _TEXT, "createdDateTime": _ORDERED,
    "isAssignableToRole": _EXACT, "onPremisesSyncEnabled": _EXACT,
}  # fmt: skip
_SEARCH = re.compile(r'"(\w+):((?:[^"\\]|\\.)*)"')
_SEARCHABLE = {"displayName": "display_name", "mail": "mail", "userPrincipalName": "upn",
"givenName": "given_name",
               "surname": "surname", "description": "json_extract(body, '$.description')"}  # fmt: skip
_SORTED = {"displayName": "display_name", "userPrincipalName": "upn"}


def list_users(call: RouteCall) -> RouteAnswer:
    """GET /users."""
    _check_basic(call)
    with_managers = _expands_manager(call)
    answer = _table(call, "users", "users", ("deleted = 0", []))
    for shown in answer.body["value"] if with_managers else ():
        _add_manager(shown, call.store.user(shown["id"]) or {})
    return answer


def list_deleted_users(call: RouteCall) -> RouteAnswer:
    """GET /directory/deletedItems/microsoft.graph.user: Entra puts the id before the name for sign-in."""
    answer = _table(call, "users", "users", ("deleted = 1", []))
    for row in answer.body["value"]:
        if isinstance(name := row.get("userPrincipalName"), str) and row.get("id"):
            row["userPrincipalName"] = row["id"].replace("-", "") + name
    return answer


def get_user(call: RouteCall) -> RouteAnswer:
    """GET /users/{id or userPrincipalName}."""
    user = call.store.user(call.params["id"])
    if user is None:
        raise not_found(call.params["id"])
    if user["id"] != call.caller.user_id:
        _check_basic(call)
    shown = listing.select(call, user, USER_DEFAULT)
    if _expands_manager(call):
        _add_manager(shown, user)
    return call.entity("users/$entity", shown)


def _expands_manager(call: RouteCall) -> bool:
    """Whether managers are wanted (Graph docs, "List manager": of one user, and of a list)."""
    expanded = call.query.get("$expand", "manager").partition("(")[0].strip()
    if expanded.lower() != "manager":
        raise bad_request(
            f"Could not find a property named '{expanded[:60]}' on type 'microsoft.graph.user'."
        )
    return "$expand" in call.query


def _add_manager(shown: Json, user: Json) -> None:
    """Nothing for people without a manager."""
    if user.get("manager"):
        shown["manager"] = {"@odata.type": "#microsoft.graph.user", "id": user["manager"]}


def count_users(call: RouteCall) -> RouteAnswer:
    """GET /users/$count."""
    return _count(call, "users", ("deleted = 0", []))


def list_groups(call: RouteCall) -> RouteAnswer:
    """GET /groups."""
    answer = _table(call, "groups", "groups", ("deleted = 0", []))
    if call.query.get("$expand", "").lower().startswith("members"):
        for group in answer.body["value"]:
            group["members"] = [_member(call, row, None) for row in _rows(call, group["id"], "", 20)]
    return answer


def get_group(call: RouteCall) -> RouteAnswer:
    """GET /groups/{id}."""
    return call.entity("groups/$entity", listing.select(call, _group(call)))


def count_groups(call: RouteCall) -> RouteAnswer:
    """GET /groups/$count."""
    return _count(call, "groups", ("deleted = 0", []))


def list_members(call: RouteCall) -> RouteAnswer:
    """GET /groups/{id}/members, also cast to users or groups."""
    _group(call)
    return _members(call, DIRECT)


def list_groups_of(call: RouteCall) -> RouteAnswer:
    """GET /users/{id}/memberOf, also cast to groups: direct memberships only."""
    user = call.store.user(call.params["id"])
    if user is None:
        raise not_found(call.params["id"])
    cast = _cast(call)
    if cast and not (call.eventual and call.query.get("$count") == "true"):
        raise unsupported_query(
            "This query needs the header ConsistencyLevel: eventual and $count=true in the query string."
        )
    known = [call.store.group(group_id) for group_id in call.store.groups_of(user["id"])]
    groups = [group for group in known if group is not None and cast != "user"]
    mark = {} if cast else {"@odata.type": "#microsoft.graph.group"}
    shown = [{**mark, **group} for group in groups]
    return listing.documents(call, "groups" if cast == "group" else "directoryObjects", shown)


def list_transitive_members(call: RouteCall) -> RouteAnswer:
    """GET /groups/{id}/transitiveMembers, also cast: all of them, at any depth, once."""
    _group(call)
    return _members(call, TRANSITIVE)


def count_members(call: RouteCall) -> RouteAnswer:
    """GET /groups/{id}/members/$count and transitiveMembers/$count, also cast."""
    group = _group(call)
    source = TRANSITIVE if "transitivemembers" in call.path.lower() else DIRECT
    where = (f"deleted = 0 AND id IN ({source})", [group["id"]])
    kinds = {"user": ["users"], "group": ["groups"], "": ["users", "groups"]}[_cast(call)]
    listing.need_eventual(call)
    return RouteAnswer(200, str(sum(int(_count(call, kind, where).body) for kind in kinds)))


DIRECT = "SELECT member_id FROM memberships WHERE group_id = ? AND deleted = 0"
TRANSITIVE = """WITH RECURSIVE below (id) AS (
SELECT member_id FROM memberships WHERE group_id = ? AND deleted = 0
UNION SELECT member_id FROM memberships JOIN below ON group_id = below.id WHERE deleted = 0)
SELECT id FROM below"""


def _check_basic(call: RouteCall) -> None:
    """User.ReadBasic.All shows the default properties only. Raises GraphError 403."""
    if call.caller.scopes & _MORE_THAN_BASIC:
        return
    asked = {part.strip() for part in call.query.get("$select", "").split(",") if part.strip()}
    if "$filter" in call.query:
        asked |= {found.property.path for found in walk(parse(call.query["$filter"]))}
    if not asked <= set(USER_DEFAULT):
        raise denied()


# ---- helpers ---------------------------------------------------------------------------------------


def _group(call: RouteCall) -> Json:
    group = call.store.group(call.params["id"])
    if group is None:
        raise not_found(call.params["id"])
    return group


def _cast(call: RouteCall) -> str:
    cast = call.params.get("cast", "").lower()
    if cast not in {"", "user", "group"}:
        raise unsupported_query(f"The type cast 'microsoft.graph.{cast[:40]}' is not supported here.")
    return cast


def _members(call: RouteCall, source: str) -> RouteAnswer:
    cast = _cast(call)
    advanced = any(option in call.query for option in ("$search", "$filter", "$orderby"))
    counted = call.query.get("$count") == "true"
    if (advanced or cast or counted) and not (call.eventual and (counted or "$search" in call.query)):
        raise unsupported_query(
            "This query needs the header ConsistencyLevel: eventual and $count=true in the query string."
        )
    if advanced or cast:
        kind = "groups" if cast == "group" else "users"
        where = (f"deleted = 0 AND id IN ({source})", [call.params["id"]])
        return _table(call, kind, "users" if cast == "user" else "directoryObjects", where, typed=not cast)
    size = paging.size(call.query.get("$top"))
    if listing.starts_empty(call):
        return listing.empty_page(call, "directoryObjects", "")
    rows = _rows(call, call.params["id"], str(listing.position(call) or ""), size + 1, source)
    body: Json = {"@odata.context": call.context("directoryObjects")}
    if len(rows) > size:
        body["@odata.nextLink"] = listing.next_link(call, rows[size - 1])
    body["value"] = [_member(call, identifier, call) for identifier in rows[:size]]
    return RouteAnswer(200, body)


def _rows(call: RouteCall, group_id: str, after: str, limit: int, source: str = DIRECT) -> list[str]:
    column = "member_id" if source == DIRECT else "id"
    statement = f"SELECT {column} FROM ({source}) WHERE {column} > ? ORDER BY {column}"  # noqa: S608
    return [row[0] for row in call.store.query(f"{statement} LIMIT ?", (group_id, after, limit))]


def _member(call: RouteCall, identifier: str, chooser: RouteCall | None) -> Json:
    user = call.store.user(identifier)
    if user is not None:
        chosen = _lenient(chooser, user) if chooser else {name: user[name] for name in USER_DEFAULT}
        return {"@odata.type": "#microsoft.graph.user", **chosen}
    group = call.store.group(identifier) or {"id": identifier}
    return {"@odata.type": "#microsoft.graph.group", **(_lenient(chooser, group) if chooser else group)}


def _lenient(call: RouteCall, item: Json) -> Json:
    """Select on objects of several types: properties another type has are left out."""
    wanted = call.query.get("$select")
    if wanted is None:
        return {
            name: value
            for name, value in item.items()
            if "userPrincipalName" not in item or name in USER_DEFAULT
        }
    return {name: item[name] for name in (part.strip() for part in wanted.split(",")) if name in item}


def _where(call: RouteCall, kind: str, where: tuple[str, list[Any]]) -> tuple[str, list[Any]]:
    groups = kind == "groups"
    sql, values = where
    resource = "Group" if groups else "User"
    expression = listing.parsed_filter(call, resource, GROUP_FILTERS if groups else USER_FILTERS)
    if expression is not None:
        more, new = condition(expression, groups=groups)
        sql, values = f"{sql} AND ({more})", [*values, *new]
    if "$search" in call.query:
        more, new = _search(call.query["$search"], groups)
        sql, values = f"{sql} AND ({more})", [*values, *new]
    return sql, values


def _search(text: str, groups: bool) -> tuple[str, list[Any]]:
    """`"displayName:x" OR "mail:y"`: names match at the start of a word, addresses at their start."""
    parts: list[str] = []
    values: list[Any] = []
    last = 0
    for match in _SEARCH.finditer(text):
        between = text[last : match.start()].strip().upper()
        if between not in ({""} if last == 0 else {"OR", "AND"}):
            raise _bad_search()
        column = _SEARCHABLE.get(match[1])
        if column is None or (groups and column in {"upn", "given_name", "surname", "mail"}):
            raise bad_request(f"The property '{match[1][:40]}' is not searchable.")
        wanted = match[2].replace("\\", "")
        if parts:
            parts.append(between)
        parts.append(f"(fold({column}) LIKE ? ESCAPE '!' OR fold({column}) LIKE ? ESCAPE '!')")
        prefix = "".join("!" + c if c in "!%_" else c for c in wanted.casefold()) + "%"
        values += [prefix, f"% {prefix}"]
        last = match.end()
    if not parts or text[last:].strip():
        raise _bad_search()
    return " ".join(parts), values


def _bad_search() -> GraphRefusalError:
    return bad_request('Syntax error: a search clause has the form "property:text".')


def _table(
    call: RouteCall, kind: str, name: str, where: tuple[str, list[Any]], *, typed: bool = False
) -> RouteAnswer:
    listing.check_advanced(call)
    size = paging.size(call.query.get("$top"))
    sql, values = _where(call, kind, where)
    column, descending = ("id", False)
    if "$orderby" in call.query:
        field, descending = listing.ordering(call, _SORTED)
        column = _SORTED[field]
    if listing.starts_empty(call):
        return listing.empty_page(call, name, None)
    last = listing.position(call)
    body: Json = {"@odata.context": call.context(name)}
    if call.query.get("$count") == "true" and last is None:
        body["@odata.count"] = _total(call, kind, sql, values)
    if last is not None:
        sign = "<" if descending else ">"
        sql, values = f"({sql}) AND ({column}, id) {sign} (?, ?)", [*values, *last]
    way = "DESC" if descending else "ASC"
    statement = (
        f"SELECT {column}, id, body FROM {kind} WHERE {sql} "  # noqa: S608 - columns and marks only
        f"ORDER BY {column} {way}, id {way} LIMIT ?"
    )
    rows = call.store.query(statement, [*values, size + 1])
    if len(rows) > size:
        body["@odata.nextLink"] = listing.next_link(call, [rows[size - 1][0], rows[size - 1][1]])
    default = USER_DEFAULT if kind == "users" else None
    mark = {"@odata.type": f"#microsoft.graph.{kind[:-1]}"} if typed else {}
    body["value"] = [{**mark, **listing.select(call, json.loads(row[2]), default)} for row in rows[:size]]
    return RouteAnswer(200, body)


def _count(call: RouteCall, kind: str, where: tuple[str, list[Any]]) -> RouteAnswer:
    listing.need_eventual(call)
    sql, values = _where(call, kind, where)
    return RouteAnswer(200, str(_total(call, kind, sql, values)))


def _total(call: RouteCall, kind: str, sql: str, values: list[Any]) -> int:
    statement = f"SELECT count(*) FROM {kind} WHERE {sql}"  # noqa: S608 - columns and marks only
    return int(call.store.query(statement, values)[0][0])
