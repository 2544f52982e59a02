"""The tenant, the signed-in administrator, people and groups."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

from pydantic import Field
from pydantic.dataclasses import dataclass

from wizard.entra.graph import Graph
from wizard.entra.values import CONFIG, Flag, Json, Many, Text

# Roles that may set up provisioning (Graph docs: synchronization API; role template ids are global).
ADMIN_ROLES: dict[str, str] = {
    "62e90394-69f5-4237-9190-012177145e10": "Global Administrator",
    "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3": "Application Administrator",
    "158c047a-c907-4556-b7ef-446551a6b5f7": "Cloud Application Administrator",
}


@dataclass(frozen=True, slots=True, config=CONFIG)
class Tenant:
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


@dataclass(frozen=True, slots=True)
class Licence:
    """What the tenant's subscriptions include. Assigning groups needs P1 or P2 (Entra docs)."""

    p1: bool
    p2: bool
    known: bool = True  # False when the answer was refused

    @property
    def groups_assignable(self) -> bool | None:
        """None when not known."""
        return (self.p1 or self.p2) if self.known else None


@dataclass(frozen=True, slots=True, config=CONFIG)
class Person:
    """A user. `values` holds every attribute as Graph sent it, for mapping previews."""

    id: str
    user_principal_name: Text = ""
    display_name: Text = ""
    mail: Text = ""
    given_name: Text = ""
    surname: Text = ""
    account_enabled: bool | None = None  # None: not read
    user_type: Text = ""
    department: Text = ""
    job_title: Text = ""
    values: Json = Field(default_factory=dict)

    @property
    def is_guest(self) -> bool:
        """Invited from another organisation."""
        return self.user_type.casefold() == "guest" or "#ext#" in self.user_principal_name.casefold()


@dataclass(frozen=True, slots=True, config=CONFIG)
class Group:
    """A group. Only security-enabled groups can be assigned to an application."""

    id: str
    display_name: Text = ""
    description: Text = ""
    mail: Text = ""
    security_enabled: Flag = False
    mail_enabled: Flag = False
    group_types: Many[str] = ()
    membership_rule: Text = ""

    @property
    def is_dynamic(self) -> bool:
        """Members come from a rule."""
        return "DynamicMembership" in self.group_types

    @property
    def is_microsoft365(self) -> bool:
        """A Microsoft 365 group."""
        return "Unified" in self.group_types


@dataclass(frozen=True, slots=True)
class Headcount:
    """Who of a group provisioning would look at. Only direct members count (Entra docs)."""

    group_id: str
    direct_users: int
    nested_groups: int  # their members are not provisioned
    disabled: int  # of the direct users
    guests: int
    without_mail: int
    other: int  # devices, contacts, service principals
    through_nesting: int | None = None  # users reached only through nested groups; None: not counted
    complete: bool = True  # False when counting stopped at the limit


async def tenant(graph: Graph) -> Tenant:
    """The organization signed in to."""
    raise NotImplementedError


async def me(graph: Graph) -> Person:
    """The signed-in person."""
    raise NotImplementedError


async def my_roles(graph: Graph) -> tuple[DirectoryRole, ...]:
    """The signed-in person's active directory roles; roles eligible in PIM are not among them."""
    raise NotImplementedError


async def licence(graph: Graph) -> Licence:
    """Whether the tenant has Entra ID P1 or P2; `known=False` when reading it is not allowed."""
    raise NotImplementedError


async def search_people(graph: Graph, text: str, *, limit: int = 25) -> tuple[Person, ...]:
    """People whose name, UPN or mail matches `text`; an empty text gives the first by name."""
    raise NotImplementedError


async def search_groups(graph: Graph, text: str, *, limit: int = 25) -> tuple[Group, ...]:
    """Groups whose name matches `text`; an empty text gives the first by name."""
    raise NotImplementedError


async def person(graph: Graph, id_or_upn: str, attributes: Sequence[str] = ()) -> Person:
    """One person with the usual attributes plus `attributes` (names as in Graph) in `values`.

    Attributes Graph does not know are left out. Raises "graph_not_found".
    """
    raise NotImplementedError


async def group(graph: Graph, group_id: str) -> Group:
    """One group; raises "graph_not_found"."""
    raise NotImplementedError


async def group_by_name(graph: Graph, name: str) -> tuple[Group, ...]:
    """All groups with exactly this display name: names need not be unique."""
    raise NotImplementedError


def members(graph: Graph, group_id: str, attributes: Sequence[str] = ()) -> AsyncIterator[Person]:
    """The direct user members of a group."""
    raise NotImplementedError


def everybody(graph: Graph, attributes: Sequence[str] = ()) -> AsyncIterator[Person]:
    """Every user of the tenant."""
    raise NotImplementedError


async def headcount(graph: Graph, group_id: str, *, limit: int = 20_000) -> Headcount:
    """Count a group's members by what provisioning makes of them."""
    raise NotImplementedError
