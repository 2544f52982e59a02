"""SCIM messages from a server (RFC 7643, RFC 7644); this is the only place that parses them."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictInt,
    StrictStr,
    ValidationInfo,
    field_validator,
)

LIST_RESPONSE = "urn:ietf:params:scim:api:messages:2.0:ListResponse"

ROW_BY_ROW = "row by row"
"""Context for `ListResponse`: a resource that is no object becomes an empty one, instead of an error."""


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
    def _none_is_empty(cls, value: object, info: ValidationInfo) -> object:
        if info.context == ROW_BY_ROW and isinstance(value, list):
            return [each if isinstance(each, dict) else {} for each in value]
        return [] if value is None else value


class _Feature(_Message):
    supported: bool = False


class ServiceProviderConfig(_Message):
    """The features a server supports, as it reports them (RFC 7643 section 5)."""

    patch: _Feature = _Feature()
    filter: _Feature = _Feature()


def _text(value: object) -> str:
    """Any simple value as text; empty for null, lists and objects."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(value)


def _identifier(value: object) -> str:
    if text := _text(value).strip():
        return text
    raise ValueError("no id")


def _active(value: object) -> bool:
    """Inactive when the value is False in any spelling; active when there is none."""
    return str(value).strip().casefold() not in ("false", "0")


def _name(value: object) -> object:
    if isinstance(value, str):
        return {"formatted": value}
    return value if isinstance(value, dict) else {}


def _emails(value: object) -> list[object]:
    found = value if isinstance(value, list) else [value]
    emails = [{"value": each} if isinstance(each, str) else each for each in found]
    return [each for each in emails if isinstance(each, dict)]


_Text = Annotated[str, BeforeValidator(_text)]


class ScimEmail(_Message):
    """One email value of a user."""

    value: _Text = ""
    type: _Text = ""


class ScimName(_Message):
    """A user's name."""

    formatted: _Text = ""


class ScimUser(_Message):
    """A user resource. Only an `id` is required; members of another kind than RFC 7643 says are read as
    far as they can be: a number as text, a name that is a text as the formatted one.
    """

    id: Annotated[str, BeforeValidator(_identifier)]
    user_name: _Text = Field(default="", alias="userName")
    active: Annotated[bool, BeforeValidator(_active)] = True
    display_name: _Text = Field(default="", alias="displayName")
    external_id: _Text = Field(default="", alias="externalId")
    name: Annotated[ScimName, BeforeValidator(_name)] = ScimName()
    emails: Annotated[list[ScimEmail], BeforeValidator(_emails)] = Field(default_factory=list)
