"""A Playvox account as a SCIM resource.

The attributes are those Microsoft's Playvox tutorial lists as supported (entra-docs:
saas-apps/playvox-provisioning-tutorial.md). Everything else a client sends is accepted and dropped, because
Entra ID sends schemas and attributes a target never declared (entra-docs:
use-scim-to-provision-users-and-groups.md).
"""

from __future__ import annotations

from typing import Annotated

from scim2_models import (
    URN,
    AuthenticationScheme,
    Bulk,
    CaseExact,
    ChangePassword,
    ComplexAttribute,
    ETag,
    Filter,
    Patch,
    Required,
    Resource,
    ResourceType,
    ScimPolicy,
    ServiceProviderConfig,
    Sort,
    Uniqueness,
)

USER_SCHEMA = "urn:ietf:params:scim:schemas:core:2.0:User"
MAX_PAGE = 100


class PracticeName(ComplexAttribute):
    """The parts of a person's name Playvox keeps."""

    formatted: str | None = None
    family_name: str | None = None
    given_name: str | None = None


class PracticeEmail(ComplexAttribute):
    """One address; stored as sent, because a changed value would be sent again in every cycle."""

    value: str | None = None
    type: str | None = None
    primary: bool | None = None


class PracticeUser(Resource):  # type: ignore[type-arg]
    """A Playvox account on the wire."""

    __schema__ = URN(USER_SCHEMA)

    user_name: Annotated[str | None, Uniqueness.server, Required.true, CaseExact.false] = None
    active: bool | None = None
    display_name: str | None = None
    name: PracticeName | None = None
    emails: list[PracticeEmail] | None = None


# Entra ID departs from RFC 7644 in three ways a target must accept: undeclared attributes, removals
# that name their object in `value`, and value paths such as emails[type eq "work"] without such an entry.
ENTRA = ScimPolicy(
    unknown=ScimPolicy.Unknown.ignore,
    remove_value_as_filter=ScimPolicy.RemoveValue.apply,
    unmatched_path_filter=ScimPolicy.UnmatchedPathFilter.create,
)


def resource_type() -> ResourceType:
    """The only resource type: Playvox lists no groups."""
    return ResourceType(id="User", name="User", endpoint="/Users", schema_=USER_SCHEMA)


def service_provider_config() -> ServiceProviderConfig:
    """What the service announces (RFC 7643 section 5)."""
    return ServiceProviderConfig(
        patch=Patch(supported=True),
        bulk=Bulk(supported=False, max_operations=0, max_payload_size=0),
        filter=Filter(supported=True, max_results=MAX_PAGE),
        change_password=ChangePassword(supported=False),
        sort=Sort(supported=False),
        etag=ETag(supported=False),
        authentication_schemes=[
            AuthenticationScheme(
                type="oauthbearertoken",
                name="API key",
                description="The Base64 key of an API key, sent as a bearer token",
                primary=True,
            )
        ],
    )
