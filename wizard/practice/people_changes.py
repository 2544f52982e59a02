"""Changes to people as an administrator of Entra makes them: what provisioning then has to follow.

The practice tenant's stand-in for Entra's pages of users; the provisioning service reads the result in its
next cycle, as it reads everything else.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from wizard.practice.store import Json
from wizard.practice.tenant import Tenant

MOST_FOUND = 50
_DEPARTMENT = re.compile(r'\(user\.department -eq "([^"]+)"\)')
_EMPLOYEES = '(user.userType -eq "Member")'
_OLD_NAME = re.compile(r"(?<=SMTP:).*")


class Action(StrEnum):
    """What can be done to a person."""

    RENAME = "rename"
    MOVE = "move"
    DISABLE = "disable"
    ENABLE = "enable"
    DELETE = "delete"
    RESTORE = "restore"
    PURGE = "purge"


class PersonChange(BaseModel):
    """One change. Members that do not belong to the action are ignored; empty ones change nothing.

    `rename` uses the names and `user_name`; `move` uses `department` and the groups (display name or object
    id) to join and to leave.
    """

    model_config = ConfigDict(extra="forbid")

    action: Action
    given_name: str = Field(default="", max_length=64)
    surname: str = Field(default="", max_length=64)
    display_name: str = Field(default="", max_length=256)
    user_name: str = Field(default="", max_length=113, pattern=r"^([^@\s]+@[^@\s]+)?$")
    department: str = Field(default="", max_length=64)
    join: tuple[str, ...] = ()
    leave: tuple[str, ...] = ()


class UnknownPersonError(Exception):
    """Nobody has this object id or sign-in name."""


class ChangeRefusedError(Exception):
    """Entra would refuse the change; the text is the code of the reason."""


def find(tenant: Tenant, text: str) -> list[Json]:
    """People whose name or sign-in name contains the text, deleted ones too, by name.

    At most `MOST_FOUND`.
    """
    like = "%" + "".join("!" + c if c in "!%_" else c for c in text.casefold()) + "%"
    rows = tenant.store.query(
        "SELECT id FROM users WHERE deleted < 2"
        " AND (fold(display_name) LIKE ?1 ESCAPE '!' OR fold(upn) LIKE ?1 ESCAPE '!')"
        " ORDER BY display_name, id LIMIT ?2",
        (like, MOST_FOUND),
    )
    return [describe(tenant, row[0]) for row in rows]


def groups(tenant: Tenant) -> list[str]:
    """Names of the groups whose members are assigned by hand, in order."""
    return sorted(group["displayName"] for group in tenant.store.groups() if not group["membershipRule"])


def describe(tenant: Tenant, user_id: str) -> Json:
    """One person as the practice panel shows them."""
    user, deleted = _known(tenant, user_id)
    memberships = (tenant.store.group(each) for each in tenant.store.groups_of(user["id"]))
    return {
        "id": user["id"],
        "name": user["displayName"],
        "user_name": user["userPrincipalName"],
        "given_name": user["givenName"] or "",
        "surname": user["surname"] or "",
        "department": user["department"] or "",
        "enabled": bool(user["accountEnabled"]),
        "deleted": deleted,
        "groups": sorted(group["displayName"] for group in memberships if group is not None),
    }


def change(tenant: Tenant, who: str, wanted: PersonChange) -> Json:
    """Change a person, by object id or sign-in name; returns them as `describe` does.

    Raises UnknownPersonError, or ChangeRefusedError with `own_account`, `deleted`, `not_deleted`,
    `user_name_taken`, `group_unknown` or `group_dynamic`.
    """
    with tenant.store.transaction():
        user, deleted = _known(tenant, who)
        _check(tenant, user, deleted, wanted.action)
        if wanted.action is Action.DELETE:
            tenant.store.delete_user(user["id"], tenant.clock.now())
        elif wanted.action is Action.RESTORE:
            _free(tenant, user["userPrincipalName"], user["id"])
            tenant.store.restore_user(user["id"])
        elif wanted.action is Action.PURGE:
            shown = describe(tenant, user["id"])
            tenant.store.purge_user(user["id"])
            return shown
        elif wanted.action is Action.MOVE:
            _move(tenant, user, wanted)
        else:
            tenant.store.put_user({**user, **_values(tenant, user, wanted)})
        return describe(tenant, user["id"])


def _known(tenant: Tenant, who: str) -> tuple[Json, bool]:
    """The person, and whether deleted: somebody who is not deleted goes first."""
    user = tenant.store.user(who)
    if user is not None:
        return user, False
    user = tenant.store.deleted_user(who)
    if user is None:
        raise UnknownPersonError(who)
    return user, True


def _check(tenant: Tenant, user: Json, deleted: bool, action: Action) -> None:
    if action in {Action.RESTORE, Action.PURGE}:
        if not deleted:
            raise ChangeRefusedError("not_deleted")
    elif deleted:
        raise ChangeRefusedError("deleted")
    if action in {Action.DISABLE, Action.DELETE} and user["id"] == tenant.identity.account_id:
        raise ChangeRefusedError("own_account")


def _values(tenant: Tenant, user: Json, wanted: PersonChange) -> Json:
    if wanted.action is not Action.RENAME:
        return {"accountEnabled": wanted.action is Action.ENABLE}
    typed = {"givenName": wanted.given_name, "surname": wanted.surname}
    values: dict[str, Any] = {name: text for name, text in typed.items() if text and text != user[name]}
    if values:
        names = (values.get(name, user[name]) for name in ("givenName", "surname"))
        values["displayName"] = " ".join(filter(None, names))
    if wanted.display_name:
        values["displayName"] = wanted.display_name
    if wanted.user_name and wanted.user_name != user["userPrincipalName"]:
        _free(tenant, wanted.user_name, user["id"])
        values |= _addresses(user, wanted.user_name)
    return values


def _addresses(user: Json, name: str) -> Json:
    """A new sign-in name; an equal mail address follows, and the old one becomes an alias."""
    old = user["mail"]
    values: Json = {"userPrincipalName": name, "mailNickname": name.partition("@")[0]}
    if old is not None and old.casefold() == user["userPrincipalName"].casefold():
        others = [each for each in user["proxyAddresses"] if _OLD_NAME.search(each) is None]
        values |= {"mail": name, "proxyAddresses": [f"SMTP:{name}", f"smtp:{old}", *others]}
    return values


def _free(tenant: Tenant, name: str, user_id: str) -> None:
    """Raise ChangeRefusedError when somebody else has the sign-in name."""
    holder = tenant.store.user(name)
    if holder is not None and holder["id"] != user_id:
        raise ChangeRefusedError("user_name_taken")


def _move(tenant: Tenant, user: Json, wanted: PersonChange) -> None:
    store = tenant.store
    joined = [_assigned_group(tenant, each) for each in wanted.join]
    left = [_assigned_group(tenant, each) for each in wanted.leave]
    if wanted.department:
        user = {**user, "department": wanted.department}
        store.put_user(user)
        _follow_rules(tenant, user)
    for group in left:
        store.remove_member(group["id"], user["id"])
    for group in joined:
        store.add_member(group["id"], user["id"])


def _assigned_group(tenant: Tenant, name: str) -> Json:
    """A group whose members are assigned by hand."""
    for group in tenant.store.groups():
        if group["id"] == name or group["displayName"].casefold() == name.casefold():
            if group["membershipRule"]:
                raise ChangeRefusedError("group_dynamic")
            return group
    raise ChangeRefusedError("group_unknown")


def _follow_rules(tenant: Tenant, user: Json) -> None:
    """Dynamic groups take the person in, or let them go."""
    for group in tenant.store.groups():
        rule = group["membershipRule"]
        if not rule:
            continue
        department = _DEPARTMENT.fullmatch(rule)
        if department is None and rule != _EMPLOYEES:
            continue
        fits = user["department"] == department[1] if department else user["userType"] == "Member"
        member = group["id"] in tenant.store.groups_of(user["id"])
        if fits and not member:
            tenant.store.add_member(group["id"], user["id"])
        elif member and not fits:
            tenant.store.remove_member(group["id"], user["id"])
