"""Saved provisioning credentials and settings of a service principal.

Source: Graph docs, "Add synchronization secrets"; Entra docs, "inbound synchronization with Graph"
(all values
have to be sent).
"""

from __future__ import annotations

import json
from typing import Any

from wizard.practice.graph.call import (
    NO_CONTENT,
    RouteAnswer,
    RouteCall,
)
from wizard.practice.graph.errors import (
    GraphRefusalError,
    bad_request,
    wrapped,
)
from wizard.practice.graph.sync import context, principal
from wizard.practice.store import ObjectKind

MASK = "*"
KEYS = frozenset(
    """None UserName Password SecretToken AppKey BaseAddress ClientIdentifier ClientSecret
    SingleSignOnType Sandbox
    Url Domain ConsumerKey ConsumerSecret TokenKey TokenExpiration Oauth2AccessToken
    Oauth2AccessTokenCreationTime
    Oauth2RefreshToken SyncAll InstanceName Oauth2ClientId Oauth2ClientSecret CompanyId
    UpdateKeyOnSoftDelete
    SynchronizationSchedule SystemOfRecord SandboxName EnforceDomain SyncNotificationSettings
    SkipOutOfScopeDeletions Oauth2AuthorizationCode Oauth2RedirectUri ApplicationTemplateIdentifier
    Oauth2TokenExchangeUri Oauth2AuthorizationUri AuthenticationType Server PerformInboundEntitlementGrants
    HardDeletesEnabled SyncAgentCompatibilityKey SyncAgentADContainer ValidateDomain TestReferences
    ConnectionString""".split()  # noqa: SIM905 - as the enumeration lists them
)
_SENSITIVE = frozenset(
    ["Password", "SecretToken", "AppKey", "ClientSecret", "ConsumerSecret", "TokenKey", "Oauth2AccessToken",
     "Oauth2RefreshToken", "Oauth2ClientSecret", "ConnectionString"]
)  # fmt: skip


def get_secrets(call: RouteCall) -> RouteAnswer:
    """GET .../synchronization/secrets: secret values come back as an asterisk."""
    owner = principal(call)
    saved = call.store.get(ObjectKind.SECRETS, owner["id"], lagging=True) or {}
    return RouteAnswer(
        200, {"@odata.context": context(call, owner["id"], "secrets"), "value": masked(saved)}
    )


def put_secrets(call: RouteCall) -> RouteAnswer:
    """PUT .../synchronization/secrets: replaces everything; an empty value removes its key."""
    owner = principal(call)
    pairs = read_pairs(call.json().get("value"))
    if "SyncNotificationSettings" in pairs:
        _check_notifications(call, pairs["SyncNotificationSettings"])
    saved = {name: value for name, value in pairs.items() if value != ""}
    call.store.put(ObjectKind.SECRETS, owner["id"], saved, lag=call.tenant.lag)
    return NO_CONTENT


def masked(saved: dict[str, str]) -> list[dict[str, str]]:
    """Saved values as Graph shows them."""
    return [{"key": key, "value": MASK if key in _SENSITIVE else value} for key, value in saved.items()]


def read_pairs(value: Any) -> dict[str, str]:
    """Key-value pairs of a request. Raises GraphError: 500 for keys in the wrong case."""
    if not isinstance(value, list):
        raise bad_request("A collection of key-value pairs is expected.")
    pairs: dict[str, str] = {}
    for item in value:
        if not isinstance(item, dict) or not isinstance(item.get("key"), str):
            raise bad_request("Every entry needs a 'key' and a 'value'.")
        if item["key"] not in KEYS:
            raise GraphRefusalError(
                500, "InternalError", f"Requested value '{item['key'][:60]}' was not found."
            )
        if not isinstance(item.get("value"), str):
            raise bad_request("Cannot convert a value to the expected type 'Edm.String'.")
        pairs[item["key"]] = item["value"]
    return pairs


def _check_notifications(call: RouteCall, text: str) -> None:
    try:
        settings = json.loads(text)
    except ValueError:
        settings = None
    if not isinstance(settings, dict) or call.tenant.faults.take("notification-refused"):
        raise wrapped(400, "InvalidNotificationSettings", None)
