"""What "Application" shows."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from wizard.problem import Problem
from wizard.steps.base.progress import Notice


class AppKind(enum.StrEnum):
    """What an enterprise application in the tenant is."""

    GALLERY = "gallery"
    """Made from Playvox's entry in the Microsoft Entra gallery."""
    NON_GALLERY = "non_gallery"
    """Made as "your own application"; Playvox's older instructions did it that way."""
    OTHER = "other"
    """Only the name suggests Playvox."""


@dataclass(frozen=True, slots=True)
class AppRow:
    """One enterprise application that may be the right one."""

    id: str
    """Object id of the service principal."""
    app_id: str
    name: str
    kind: AppKind
    single_sign_on: bool
    """Single sign-on is set up on it."""
    provisioning: str
    """The state of provisioning on it, one sentence; empty without provisioning."""
    enabled: bool
    recommended: bool
    why: str
    """Why it is or is not recommended, one sentence."""
    portal_link: str


@dataclass(frozen=True, slots=True)
class JobRow:
    """One of several provisioning jobs of the application in use."""

    id: str
    template: str
    state: str
    """One sentence."""
    chosen: bool


@dataclass(frozen=True, slots=True)
class OwnersView:
    """Owners of the application in use. `yours`: the signed-in account is one of them."""

    names: tuple[str, ...]
    yours: bool


@dataclass(frozen=True, slots=True)
class ApplicationView:
    """Playvox applications of the tenant and the chosen one."""

    candidates: tuple[AppRow, ...]
    looked: bool
    """Whether the tenant was searched at all; an empty list means something else before that."""
    chosen: AppRow | None
    gallery_name: str
    """Name of the gallery entry that `add` would use; empty when the gallery has none."""
    gallery_publisher: str
    suggested_name: str
    adding: Notice | None
    """Current part and number of parts while the application is being added."""
    busy: str
    problem: Problem | None
    gallery_deprecation: str = ""
    """When Microsoft removes the gallery entry, one sentence; empty when nothing is announced."""
    jobs: tuple[JobRow, ...] = ()
    """The application's provisioning jobs, where it has several; empty otherwise."""
    owners: OwnersView | None = None
    """Owners of the application in use; None without one, and where they could not be read."""
