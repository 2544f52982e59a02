"""SCIM messages from a server (RFC 7643, RFC 7644); this is the only place that parses them."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, StrictInt, StrictStr, field_validator

LIST_RESPONSE = "urn:ietf:params:scim:api:messages:2.0:ListResponse"


class _Message(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class ListResponse(_Message):
    """A page of resources (RFC 7644 section 3.4.2); `Resources` may be left out when there are none."""

    schemas: list[StrictStr]
    total: StrictInt = Field(alias="totalResults", ge=0)
    start: StrictInt | None = Field(default=None, alias="startIndex")
    per_page: StrictInt | None = Field(default=None, alias="itemsPerPage")
    resources: list[dict[str, Any]] = Field(default_factory=list, alias="Resources")

    @field_validator("schemas")
    @classmethod
    def _names_list_response(cls, value: list[str]) -> list[str]:
        if not any(urn.casefold() == LIST_RESPONSE.casefold() for urn in value):
            raise ValueError("schemas does not name ListResponse")
        return value

    @field_validator("resources", mode="before")
    @classmethod
    def _none_is_empty(cls, value: object) -> object:
        return [] if value is None else value


class _Feature(_Message):
    supported: bool = False


class ServiceProviderConfig(_Message):
    """The features a server supports, as it reports them (RFC 7643 section 5)."""

    patch: _Feature = _Feature()
    filter: _Feature = _Feature()


class ScimEmail(_Message):
    """One email value of a user."""

    value: str = ""
    type: str | None = None
    primary: bool | str | None = None


class ScimName(_Message):
    """A user's name."""

    formatted: str | None = None
    given: str | None = Field(default=None, alias="givenName")
    family: str | None = Field(default=None, alias="familyName")


class ScimUser(_Message):
    """A user resource. Only `id` is required; `active` may be a Boolean or a string."""

    id: str = Field(min_length=1)
    user_name: str = Field(default="", alias="userName")
    active: bool | str | None = None
    display_name: str | None = Field(default=None, alias="displayName")
    external_id: str | None = Field(default=None, alias="externalId")
    name: ScimName | None = None
    emails: list[ScimEmail] = Field(default_factory=list)
