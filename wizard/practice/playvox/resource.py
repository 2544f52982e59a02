"""Converts request bodies to stored accounts, and those to responses."""

from __future__ import annotations

import copy
import json
from datetime import datetime
from typing import Any

from pydantic import ValidationError
from scim2_models import (
    Context,
    InvalidSyntaxException,
    InvalidValueException,
    Meta,
    PatchOp,
    SCIMException,
)

from wizard.practice.playvox.accounts import PracticeAccount
from wizard.practice.playvox.model import (
    ENTRA,
    USER_SCHEMA,
    PracticeUser,
)

_PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"


def parse(content: bytes) -> dict[str, Any]:
    """The JSON object of a request. Raises InvalidSyntaxException."""
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        raise InvalidSyntaxException(detail="The body is not JSON") from None
    if not isinstance(value, dict):
        raise InvalidSyntaxException(detail="The body is not a JSON object")
    return value


def created(payload: dict[str, Any]) -> dict[str, Any]:
    """What to store for a new account. Raises SCIM exceptions for the 400 answers."""
    return _stored(_read(payload, Context.RESOURCE_CREATION_REQUEST))


def replaced(payload: dict[str, Any]) -> dict[str, Any]:
    """What to store after a PUT: attributes left out are gone (RFC 7644 section 3.5.1)."""
    return _stored(_read(payload, Context.RESOURCE_REPLACEMENT_REQUEST))


def patched(account: PracticeAccount, payload: dict[str, Any]) -> dict[str, Any]:
    """What to store after a PATCH, in either of Entra ID's dialects. Raises SCIM exceptions."""
    payload = copy.deepcopy(payload)
    payload.setdefault("schemas", [_PATCH])
    with ENTRA:
        user = PracticeUser.model_validate(account.body)
        try:
            patch = PatchOp[PracticeUser].model_validate(payload, scim_ctx=Context.RESOURCE_PATCH_REQUEST)
        except ValidationError as error:
            raise _refusal(error) from error
        patch.patch(user)
    return _stored(user)


def shown(account: PracticeAccount, base: str) -> dict[str, Any]:
    """The resource a client gets; `base` is the address of the service, without a slash at its end."""
    with ENTRA:
        user = PracticeUser.model_validate(account.body)
        user.id = account.id
        user.meta = Meta(
            resource_type="User",
            created=datetime.fromisoformat(account.created),
            last_modified=datetime.fromisoformat(account.modified),
            location=f"{base}/Users/{account.id}",
        )
        return user.model_dump(scim_ctx=Context.RESOURCE_QUERY_RESPONSE)


def _read(payload: dict[str, Any], context: Context) -> PracticeUser:
    try:
        with ENTRA:
            return PracticeUser.model_validate(payload, scim_ctx=context)
    except ValidationError as error:
        raise _refusal(error) from error


def _stored(user: PracticeUser) -> dict[str, Any]:
    if not (user.user_name or "").strip():
        raise InvalidValueException(detail="userName is required")
    kinds = [email.type for email in user.emails or [] if email.type]
    if len(kinds) != len({kind.lower() for kind in kinds}):
        raise InvalidValueException(detail="Each type of email may appear once")
    user.active = True if user.active is None else user.active
    user.id, user.meta = None, None
    user.schemas = [USER_SCHEMA]
    with ENTRA:
        return user.model_dump(scim_ctx=Context.DEFAULT)


def _refusal(error: ValidationError) -> SCIMException:
    """The first validation error, as the library's SCIM error."""
    first = error.errors(include_url=False, include_input=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    detail = f"{place}: {first['msg']}" if place else first["msg"]
    for kind in SCIMException.__subclasses__():
        if f"scim_{kind.scim_type}" == first["type"]:
            return kind(detail=detail)
    return InvalidValueException(detail=detail)
