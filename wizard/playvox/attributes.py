"""The attributes that Playvox's SCIM service supports, as its provisioning tutorial lists them.

Source: Microsoft Learn, "Configure Playvox for automatic user provisioning", step 5.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PlayvoxAttribute:
    """One SCIM attribute: its path, its type as Entra names it, and whether Playvox can search by it."""

    name: str
    type: str
    filterable: bool = False


ATTRIBUTES: tuple[PlayvoxAttribute, ...] = (
    PlayvoxAttribute("userName", "String", filterable=True),
    PlayvoxAttribute("active", "Boolean"),
    PlayvoxAttribute("displayName", "String"),
    PlayvoxAttribute('emails[type eq "work"].value', "String"),
    PlayvoxAttribute("name.givenName", "String"),
    PlayvoxAttribute("name.familyName", "String"),
    PlayvoxAttribute("name.formatted", "String"),
    PlayvoxAttribute("externalId", "String"),
)

MATCHING = "userName"  # the only attribute documented as supported for filtering


def attribute(name: str) -> PlayvoxAttribute | None:
    """The attribute of that path; SCIM attribute names ignore case (RFC 7643 section 2.1)."""
    wanted = name.casefold()
    return next((each for each in ATTRIBUTES if each.name.casefold() == wanted), None)
