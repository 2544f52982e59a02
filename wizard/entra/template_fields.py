"""What a job's template asks for: the metadata entry ConfigurationFields, as fields with their wire names.

The entry is JSON in a text, such as `[{"name":"baseaddress"},{"name":"secrettoken","secret":true}]`
(Graph docs: synchronizationMetadata). Its names are in lower case; saved settings are case-sensitive.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

ADDRESS = "BaseAddress"
TOKEN = "SecretToken"  # noqa: S105 - the name of a setting
# Graph docs: synchronizationSecret.
_WIRE_NAMES = (
    "UserName", "Password", TOKEN, "AppKey", ADDRESS, "ClientIdentifier", "ClientSecret",
    "SingleSignOnType", "Sandbox", "Url", "Domain", "ConsumerKey", "ConsumerSecret", "TokenKey",
    "TokenExpiration", "Oauth2AccessToken", "Oauth2AccessTokenCreationTime", "Oauth2RefreshToken",
    "InstanceName", "Oauth2ClientId", "Oauth2ClientSecret", "CompanyId", "UpdateKeyOnSoftDelete",
    "SynchronizationSchedule", "SystemOfRecord", "SandboxName", "EnforceDomain",
    "Oauth2AuthorizationCode", "Oauth2RedirectUri", "ApplicationTemplateIdentifier",
    "Oauth2TokenExchangeUri", "Oauth2AuthorizationUri", "AuthenticationType", "Server",
    "PerformInboundEntitlementGrants", "HardDeletesEnabled", "SyncAgentCompatibilityKey",
    "SyncAgentADContainer", "ValidateDomain", "TestReferences", "ConnectionString",
)  # fmt: skip
_BY_CASE = {name.casefold(): name for name in _WIRE_NAMES}
_OTHER_WORDS = {"clientid": "ClientIdentifier", "tenanturl": ADDRESS}
_SECRET = re.compile(r"secret|password|key$|token$|connectionstring", re.IGNORECASE)
_MOST = 20
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class TemplateField:
    """One value that a connector asks for.

    `name` is the wire name of the setting, `label` a name for people, `secret` whether Entra hides the
    value, `required` whether the connector needs one: every listed field, unless the entry says otherwise.
    """

    name: str
    label: str
    secret: bool = False
    required: bool = True


def read_fields(text: str) -> tuple[TemplateField, ...]:
    """The fields of the entry, in its order; empty when it is no list of fields."""
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        return ()
    rows = content[:_MOST] if isinstance(content, list) else []
    found = [field for row in rows if (field := _field(row)) is not None]
    return tuple({field.name: field for field in found}.values())


def _field(row: Any) -> TemplateField | None:
    name = row.get("name") if isinstance(row, dict) else None
    if not isinstance(name, str) or not name.strip() or len(name) > _LONGEST_NAME:
        return None
    name = name.strip()
    wire = _BY_CASE.get(_OTHER_WORDS.get(name.casefold(), name).casefold(), name)
    label = next((text for key in ("displayName", "label") if isinstance(text := row.get(key), str)), "")
    secret = (
        row["secret"] is True if isinstance(row.get("secret"), bool) else _SECRET.search(wire) is not None
    )
    required = row.get("required") is not False and row.get("optional") is not True
    return TemplateField(wire, label.strip()[:_LONGEST_NAME] or _spaced(wire), secret, required)


def _spaced(name: str) -> str:
    """A wire name as words: "CompanyId" is "Company id"."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name).split(" ")
    return " ".join([words[0][:1].upper() + words[0][1:], *(word.lower() for word in words[1:])])
