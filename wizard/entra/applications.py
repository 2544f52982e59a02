"""The tenant's Playvox applications: which exist, what each is for, which one to use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from pydantic.dataclasses import dataclass

from wizard.entra.graph import Graph
from wizard.entra.values import CONFIG, Flag, Many, Text

Kind = Literal["gallery", "non_gallery", "other"]
ZERO = "00000000-0000-0000-0000-000000000000"

__all__ = [
    "ZERO",
    "AppRole",
    "Application",
    "Kind",
    "Recommendation",
    "add_role",
    "application",
    "application_object_id",
    "find",
    "recommend",
    "replace",
    "roles",
]


@dataclass(frozen=True, slots=True, config=CONFIG)
class AppRole:
    """A role of an application. Gallery roles have no value (""): that is normal."""

    id: str
    display_name: Text = ""
    value: Text = ""
    description: Text = ""
    is_enabled: Flag = True
    allowed_member_types: Many[str] = ()
    origin: Text = ""

    @property
    def for_people(self) -> bool:
        """Whether users and groups can have it."""
        return self.is_enabled and "User" in self.allowed_member_types


@dataclass(frozen=True, slots=True, config=CONFIG)
class Application:
    """A service principal (the portal's "enterprise application") that looks like Playvox."""

    id: str  # object id of the service principal: what every synchronization call wants
    app_id: Text = ""
    display_name: Text = ""
    application_template_id: Text = ""
    account_enabled: bool | None = None
    app_role_assignment_required: Flag = False
    app_roles: Many[AppRole] = ()
    preferred_single_sign_on_mode: Text = ""
    homepage: Text = ""
    tags: Many[str] = ()
    kind: Kind = "other"
    job_ids: tuple[str, ...] = ()
    job_state: str = ""  # schedule state of the first job, "" without a job
    template_ids: tuple[str, ...] = ()  # synchronization templates it offers; () when not read
    inspected: bool = False  # whether jobs and templates were read

    @property
    def signs_on(self) -> bool:
        """Whether single sign-on is set up on it."""
        return bool(self.preferred_single_sign_on_mode)

    @property
    def provisions(self) -> bool:
        """Whether it has a provisioning job."""
        return bool(self.job_ids)


@dataclass(frozen=True, slots=True)
class Recommendation:
    """Which application to use and why, or None: add one.

    `reason`: "only_one_with_job", "several_with_job", "gallery_without_job", "sso_only",
    "non_gallery_without_job", "none_found".
    """

    application: Application | None
    reason: str


async def find(
    graph: Graph, template_ids: Sequence[str], name: str = "Playvox", *, inspect: bool = True
) -> tuple[Application, ...]:
    """Every application made from one of the gallery templates or whose name starts with `name`.

    With `inspect` the jobs and job templates of each are read too.
    """
    raise NotImplementedError


def recommend(applications: Sequence[Application]) -> Recommendation:
    """The one to use: an existing job first, then gallery before non-gallery, SSO-only last."""
    raise NotImplementedError


async def application(graph: Graph, id_or_name: str) -> Application:
    """One application by service principal id or exact name, inspected.

    Raises "application_not_found" or "application_ambiguous".
    """
    raise NotImplementedError


async def application_object_id(graph: Graph, app_id: str) -> str:
    """Object id of the application registration behind an appId (roles are changed there)."""
    raise NotImplementedError


async def roles(graph: Graph, application_object_id: str) -> tuple[AppRole, ...]:
    """The roles in the application manifest."""
    raise NotImplementedError


async def add_role(graph: Graph, application_object_id: str, display_name: str, value: str) -> AppRole:
    """Add a role for people by sending the whole array back (Graph docs: application update).

    A role of the same value that exists already is returned unchanged.
    """
    raise NotImplementedError


async def remove_role(graph: Graph, application_object_id: str, role_id: str) -> None:
    """Disable a role, wait until that is visible, then remove it: Graph refuses the short way."""
    raise NotImplementedError
