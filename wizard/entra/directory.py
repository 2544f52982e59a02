"""The tenant, the signed-in administrator, people and groups."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from pydantic import Field
from pydantic.dataclasses import dataclass

from wizard.entra.attributes import expansion, selection, values_of
from wizard.entra.errors import GraphError
from wizard.entra.graph import Graph, Part, literal, segment
from wizard.entra.rows import RowReader
from wizard.entra.values import CONFIG, Flag, Instant, Json, Many, Text, read, rows
from wizard.problem import Problem, ProblemError

# Roles that may set up provisioning (Graph docs: synchronization API; role template ids are global).
ADMIN_ROLES: dict[str, str] = {
    "62e90394-69f5-4237-9190-012177145e10": "Global Administrator",
    "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3": "Application Administrator",
    "158c047a-c907-4556-b7ef-446551a6b5f7": "Cloud Application Administrator",
}

GLOBAL_READER = "f2ef992c-3afb-46b9-b7cf-a126ee74c451"
"""Template id of a role that reads the directory but not the provisioning configuration (Entra docs)."""


@dataclass(frozen=True, slots=True, config=CONFIG)
class Organization:
    """The organization; `verified_domains` names only."""

    id: str
    display_name: Text = ""
    verified_domains: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, config=CONFIG)
class DirectoryRole:
    """An active directory role of the signed-in person."""

    id: str
    display_name: Text = ""
    role_template_id: Text = ""

    @property
    def may_provision(self) -> bool:
        """Whether the role is documented to suffice for setting up provisioning."""
        return self.role_template_id in ADMIN_ROLES


@dataclass(frozen=True, slots=True, config=CONFIG)
class _EligibleRole:
    role_definition_id: Text = ""


@dataclass(frozen=True, slots=True, config=CONFIG)
class OwnedApplication:
    """An application that the signed-in person owns; `id` is its service principal's."""

    id: Text
    display_name: Text = ""


@dataclass(frozen=True, slots=True)
class TenantLicense:
    """What the tenant's subscriptions include. Assigning groups needs P1 or P2 (Entra docs)."""

    p1: bool
    p2: bool
    known: bool = True  # False when the answer was refused

    @property
    def groups_assignable(self) -> bool | None:
        """None when not known."""
        return (self.p1 or self.p2) if self.known else None


@dataclass(frozen=True, slots=True, config=CONFIG)
class DeletedPerson:
    """A user that was deleted less than 30 days ago and can be restored."""

    id: Text = ""
    user_principal_name: Text = ""
    display_name: Text = ""
    mail: Text = ""
    deleted_date_time: Instant = None

    @property
    def user_name(self) -> str:
        """The name for sign-in as it was: Entra puts the object id before that of a deleted user."""
        prefix = self.id.replace("-", "")
        name = self.user_principal_name
        return name[len(prefix) :] if prefix and name.casefold().startswith(prefix.casefold()) else name


@dataclass(frozen=True, slots=True, config=CONFIG)
class Person:
    """A user. `values` holds attributes by the provisioning service's names, for previews."""

    id: Text = ""
    user_principal_name: Text = ""
    display_name: Text = ""
    mail: Text = ""
    account_enabled: bool | None = None  # None: not read
    user_type: Text = ""
    department: Text = ""
    values: Json = Field(default_factory=dict)

    @property
    def is_guest(self) -> bool:
        """Invited from another organization."""
        return self.user_type.casefold() == "guest" or "#ext#" in self.user_principal_name.casefold()


@dataclass(frozen=True, slots=True, config=CONFIG)
class Group:
    """A group. Only security-enabled groups can be assigned to an application."""

    id: Text = ""
    display_name: Text = ""
    description: Text = ""
    mail: Text = ""
    security_enabled: Flag = False


@dataclass(frozen=True, slots=True)
class Headcount:
    """A group's members as provisioning counts them: direct members only (Entra docs)."""

    group_id: str
    direct_users: int
    nested_groups: int  # their members are not provisioned
    disabled: int  # of the direct users
    guests: int
    without_mail: int
    other: int  # devices, contacts, service principals


_P1 = {"AAD_PREMIUM", "41781fb2-bc02-4b7c-bd55-b576c07bb09d"}
_P2 = {"AAD_PREMIUM_P2", "eec0eb4f-6444-4f95-aba0-50c24d67f998"}
_GROUP_FIELDS = "id,displayName,description,mail,securityEnabled"
_PAGE = "999"  # Graph's largest page for users, groups and members


@dataclass(frozen=True, slots=True, config=CONFIG)
class _Domain:
    name: Text = ""


@dataclass(frozen=True, slots=True, config=CONFIG)
class _Organization:
    id: str
    display_name: Text = ""
    verified_domains: Many[_Domain] = ()


@dataclass(frozen=True, slots=True, config=CONFIG)
class _Plan:
    service_plan_id: Text = ""
    service_plan_name: Text = ""


@dataclass(frozen=True, slots=True, config=CONFIG)
class _Sku:
    capability_status: Text = ""
    service_plans: Many[_Plan] = ()


async def tenant(graph: Graph) -> Organization:
    """The organization signed in to."""
    page = await graph.get("/organization", {"$select": "id,displayName,verifiedDomains"})
    found = rows(_Organization, page)
    if not found:
        raise ProblemError(Problem("graph_unexpected_answer", {"kind": "organization", "where": "value"}))
    one = found[0]
    return Organization(one.id, one.display_name, tuple(domain.name for domain in one.verified_domains))


async def me(graph: Graph) -> Person:
    """The signed-in person."""
    return _person(await graph.get("/me", {"$select": selection()}))


async def owned_applications(graph: Graph, principal_id: str) -> frozenset[str]:
    """Object ids of the service principals that a service principal owns."""
    path = f"/servicePrincipals/{segment(principal_id)}/ownedObjects"
    kind = "#microsoft.graph.servicePrincipal"
    found = graph.items(path, {"$select": "id"})
    return frozenset([str(row["id"]) async for row in found if row.get("@odata.type", kind) == kind])


async def my_roles(graph: Graph) -> tuple[DirectoryRole, ...]:
    """The signed-in person's active directory roles; roles eligible in PIM are not among them."""
    path = "/me/transitiveMemberOf/microsoft.graph.directoryRole"
    params = {"$select": "id,displayName,roleTemplateId", "$count": "true"}
    return await graph.rows(DirectoryRole, path, params, eventual=True)


async def eligible_roles(graph: Graph) -> tuple[str, ...]:
    """Names of the roles that may set up provisioning and that the signed-in person could activate in PIM.

    Graph docs: unifiedRoleEligibilityScheduleInstance, filterByCurrentUser; a built-in role's definition id
    is its template id. Raises `GraphError` where the tenant has no PIM or reading it is not allowed.
    """
    path = "/roleManagement/directory/roleEligibilityScheduleInstances/filterByCurrentUser(on='principal')"
    ids = dict.fromkeys(each.role_definition_id for each in await graph.rows(_EligibleRole, path))
    return tuple(ADMIN_ROLES[each] for each in ids if each in ADMIN_ROLES)


async def my_applications(graph: Graph) -> tuple[OwnedApplication, ...]:
    """Applications in this tenant that the signed-in person owns (Graph docs: user, list ownedObjects).

    An owner manages the application's provisioning and assignments without a directory role (Entra docs:
    "Assign owners of enterprise applications").
    """
    path = "/me/ownedObjects/microsoft.graph.servicePrincipal"
    return await graph.rows(OwnedApplication, path, {"$select": "id,displayName"})


async def tenant_license(graph: Graph) -> TenantLicense:
    """Whether the tenant has Entra ID P1 or P2; `known=False` when reading it is not allowed."""
    try:
        page = await graph.get("/subscribedSkus", {"$select": "id,capabilityStatus,servicePlans"})
    except GraphError as error:
        if error.status == 403 and error.claims is None:
            return TenantLicense(p1=False, p2=False, known=False)
        raise
    reader = RowReader("/subscribedSkus")
    skus = [reader.read(_Sku, row) for row in reader.of_page(page)]
    plans = {
        name
        for sku in skus
        # A subscription in its grace period ("Warning") still works.
        if sku is not None and sku.capability_status.casefold() in {"enabled", "warning"}
        for plan in sku.service_plans
        for name in (plan.service_plan_id.casefold(), plan.service_plan_name)
    }
    p2 = bool(plans & _P2)
    p1 = p2 or bool(plans & _P1)
    return TenantLicense(p1=p1, p2=p2, known=p1 or not reader.unread)


async def search_people(graph: Graph, text: str, *, limit: int = 25) -> tuple[Person, ...]:
    """People whose name, UPN or mail matches `text`; an empty text gives the first by name."""
    params = {"$select": selection(), "$top": str(limit), "$orderby": "displayName", "$count": "true"}
    wanted = _search(text, ("displayName", "userPrincipalName", "mail"))
    if wanted:
        params["$search"] = wanted
    people = _people(graph, "/users", params, eventual=True, limit=limit)
    return tuple([each async for each in people])


async def search_groups(graph: Graph, text: str, *, limit: int = 25) -> tuple[Group, ...]:
    """Groups whose name matches `text`; an empty text gives the first by name."""
    params = {"$select": _GROUP_FIELDS, "$top": str(limit), "$orderby": "displayName", "$count": "true"}
    wanted = _search(text, ("displayName",))
    if wanted:
        params["$search"] = wanted
    return await graph.rows(Group, "/groups", params, eventual=True, limit=limit)


async def person(graph: Graph, id_or_upn: str, attributes: Sequence[str] = ()) -> Person:
    """One person; `values` has the usual and the given source attributes (see `attributes`).

    Raises "graph_not_found".
    """
    params = {"$select": selection(attributes), **expansion(attributes)}
    return _whole_person(await graph.get(f"/users/{segment(id_or_upn)}", params), attributes)


async def group(graph: Graph, group_id: str) -> Group:
    """One group; raises "graph_not_found"."""
    return read(Group, await graph.get(f"/groups/{segment(group_id)}", {"$select": _GROUP_FIELDS}))


async def group_by_name(graph: Graph, name: str) -> tuple[Group, ...]:
    """All groups with exactly this display name: names need not be unique."""
    params = {"$filter": f"displayName eq {literal(name)}", "$select": _GROUP_FIELDS}
    return await graph.rows(Group, "/groups", params)


async def members(graph: Graph, group_id: str, attributes: Sequence[str] = ()) -> AsyncIterator[Person]:
    """The direct user members of a group."""
    path = f"/groups/{segment(group_id)}/members/microsoft.graph.user"
    params = {"$select": selection(attributes), "$top": _PAGE, "$count": "true"}
    async for each in _people(graph, path, params, attributes, eventual=True):
        yield each


async def groups_of(graph: Graph, user_id: str) -> frozenset[str]:
    """Ids of the groups that have this user as a direct member; groups inside groups do not count."""
    path = f"/users/{segment(user_id)}/memberOf/microsoft.graph.group"
    params = {"$select": "id", "$top": _PAGE, "$count": "true"}
    found = graph.items(path, params, eventual=True)
    return frozenset([str(row["id"]) async for row in found if row.get("id")])


async def everybody(graph: Graph, attributes: Sequence[str] = ()) -> AsyncIterator[Person]:
    """All users of the tenant."""
    params = {"$select": selection(attributes), "$top": _PAGE}
    async for each in _people(graph, "/users", params, attributes):
        yield each


async def people(
    graph: Graph,
    ids: Sequence[str],
    attributes: Sequence[str] = (),
    *,
    counted: Callable[[int], None] | None = None,
) -> dict[str, Person]:
    """These people by object id, read in batches; those who do not exist are left out.

    `counted` gets the number of people asked for so far.
    """
    wanted = tuple(dict.fromkeys(ids))
    query = f"$select={selection(attributes)}"
    query += "".join(f"&{name}={value}" for name, value in expansion(attributes).items())
    parts = [Part("GET", f"/users/{segment(each)}?{query}") for each in wanted]
    found: dict[str, Person] = {}
    for each, answer in zip(wanted, await graph.batch(parts, progress=counted), strict=True):
        if answer.error is not None and answer.status != 404:
            raise answer.error
        if answer.error is None:
            found[each] = _whole_person(answer.body, attributes)
    return found


async def headcount(graph: Graph, group_id: str) -> Headcount:
    """Count a group's members as provisioning treats them."""
    params = {"$select": "id,userPrincipalName,mail,accountEnabled,userType", "$top": _PAGE}
    users = nested = disabled = guests = mailless = other = 0
    path = f"/groups/{segment(group_id)}/members"
    reader = RowReader(path)
    async for row in graph.items(path, params, reader=reader):
        kind = str(row.get("@odata.type", "")).rpartition(".")[2]
        if kind == "group":
            nested += 1
        elif kind == "user":
            users += 1
            one = reader.read(Person, row)
            if one is None:
                continue
            disabled += one.account_enabled is False
            guests += one.is_guest
            mailless += not one.mail
        else:
            other += 1
    return Headcount(group_id, users, nested, disabled, guests, mailless, other)


async def direct_people(graph: Graph, group_id: str) -> int:
    """How many users are direct members of a group: the people that provisioning reads."""
    return await graph.count(f"/groups/{segment(group_id)}/members/microsoft.graph.user")


async def nested_groups(graph: Graph, group_id: str) -> int:
    """How many groups are direct members of a group: provisioning does not open them."""
    return await graph.count(f"/groups/{segment(group_id)}/members/microsoft.graph.group")


async def _people(
    graph: Graph,
    path: str,
    params: Mapping[str, str],
    attributes: Sequence[str] = (),
    *,
    eventual: bool = False,
    limit: int | None = None,
) -> AsyncIterator[Person]:
    """People of a list, with their attributes; rows that cannot be read are left out, counted and named."""
    reader = RowReader(path)
    async for row in graph.items(path, params, eventual=eventual, limit=limit, reader=reader):
        found = reader.read(Person, row)
        if found is not None:
            yield replace(found, values=values_of(row, attributes))


def _person(row: Json, attributes: Sequence[str] = ()) -> Person:
    return replace(read(Person, row), values=values_of(row, attributes))


def _whole_person(row: Json, attributes: Sequence[str]) -> Person:
    """A person who was read alone, with what `expansion` asks for."""
    if expansion(attributes):
        row.setdefault("manager", None)  # the member is missing for people without a manager
    return _person(row, attributes)


def _search(text: str, properties: Sequence[str]) -> str:
    """A `$search` over several properties; quotes and backslashes would end the phrase."""
    phrase = " ".join(text.replace("\\", " ").replace('"', " ").split())
    return " OR ".join(f'"{name}:{phrase}"' for name in properties) if phrase else ""


async def deleted_people(graph: Graph, text: str, *, limit: int) -> tuple[DeletedPerson, ...]:
    """Deleted users with this object id, name for sign-in, mail address or display name, newest first.

    Graph docs: "List deletedItems" (directory objects); users stay there for 30 days.
    """
    value = literal(text)
    conditions = (
        f"id eq {value}",
        f"mail eq {value}",
        f"displayName eq {value}",
        f"endswith(userPrincipalName,{value})",
    )
    found: dict[str, DeletedPerson] = {}
    path = "/directory/deletedItems/microsoft.graph.user"
    for condition in conditions if text.strip() else ():
        params = {
            "$filter": condition,
            "$select": "id,displayName,userPrincipalName,mail,deletedDateTime",
            "$count": "true",
        }
        for each in await graph.rows(DeletedPerson, path, params, eventual=True, limit=limit):
            known = (each.id, each.mail, each.display_name, each.user_name)
            if text.strip().casefold() in (name.casefold() for name in known):
                found[each.id] = each
    oldest = datetime.min.replace(tzinfo=UTC)
    return tuple(sorted(found.values(), key=lambda each: each.deleted_date_time or oldest, reverse=True))
