"""The connection settings saved with the application: Tenant URL, key, scope, notification, threshold.

Graph replaces the whole set at once and shows secret values as "*" only; so a set is always written
complete, with the real key, and "*" is never sent (Entra docs: provisioning known behaviors).
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from pydantic import SecretStr
from pydantic.dataclasses import dataclass as checked

from wizard.entra.consistency import look_until, none_if_not_found
from wizard.entra.graph import Graph, segment
from wizard.entra.values import CONFIG, Json, Text, rows
from wizard.network.key_hosts import KeyForHost
from wizard.problem import ChangedMeanwhileError, Problem, ProblemError

MASKED = "*"
# Wire names are case-sensitive (Graph docs: synchronizationSecret).
_URL = "BaseAddress"
_KEY = "SecretToken"
_SCOPE = "SyncAll"
_NOTIFICATION = "SyncNotificationSettings"
_SKIP = "SkipOutOfScopeDeletions"
_KILOBYTE = 1024  # Entra docs, known issues: Azure Government


@checked(frozen=True, slots=True, config=CONFIG)
class _Pair:
    key: Text = ""
    value: Text = ""


@dataclass(frozen=True, slots=True)
class Notification:
    """Quarantine email and accidental-deletion threshold: JSON inside one string on the wire.

    `rest` keeps members this program does not know, so that a write preserves them.
    """

    enabled: bool = False
    recipients: str = ""
    delete_threshold_enabled: bool = False
    delete_threshold_value: int | None = None
    rest: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SavedSettings:
    """The settings saved in Entra. The key is never readable; `has_key`: one is saved.

    `others` are further settings by wire name; `masked` the names of all hidden values.
    """

    tenant_url: str = ""
    has_key: bool = False
    sync_all: bool | None = None  # None: not set
    notification: Notification = field(default_factory=Notification)
    skip_out_of_scope_deletions: bool | None = None
    others: Mapping[str, str] = field(default_factory=dict)
    masked: frozenset[str] = field(default_factory=frozenset)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was ever saved."""
        return not self.tenant_url and not self.has_key


@dataclass(frozen=True, slots=True)
class SecretSet:
    """The complete set to write. `sync_all=False` provisions assigned people and groups only."""

    tenant_url: str
    key: SecretStr
    sync_all: bool = False
    notification: Notification = field(default_factory=Notification)
    skip_out_of_scope_deletions: bool | None = None
    others: Mapping[str, SecretStr] = field(default_factory=dict)

    @staticmethod
    def based_on(
        saved: SavedSettings,
        *,
        tenant_url: str,
        key: SecretStr,
        further: Mapping[str, SecretStr] | None = None,
    ) -> SecretSet:
        """All saved settings, with this Tenant URL and key, and `further` values by wire name.

        Raises "secrets_hidden_value" when another hidden value would be lost.
        """
        further = further or {}
        lost = sorted(saved.masked - {_KEY} - further.keys())
        if lost:
            raise ProblemError(Problem("secrets_hidden_value", {"names": ", ".join(lost)}))
        return SecretSet(
            tenant_url,
            key,
            sync_all=bool(saved.sync_all),
            notification=saved.notification,
            skip_out_of_scope_deletions=saved.skip_out_of_scope_deletions,
            others={**{name: SecretStr(value) for name, value in saved.others.items()}, **further},
        )

    def wire(self) -> dict[str, str]:
        """Wire names and values, all texts, with the key in the clear: to compare and to measure.

        Raises "secrets_hidden_value" when a value is the mask instead of a value.
        """
        values = {
            name: value if isinstance(value, str) else value.get_secret_value()
            for name, value in self.entries().items()
        }
        hidden = sorted(name for name, value in values.items() if value == MASKED)
        if hidden:
            raise ProblemError(Problem("secrets_hidden_value", {"names": ", ".join(hidden)}))
        return values

    def entries(self) -> dict[str, str | SecretStr]:
        """Wire names and values for the request body; the key and what nobody knows stay secret."""
        values: dict[str, str | SecretStr] = {
            _URL: self.tenant_url,
            _KEY: self.key,
            _NOTIFICATION: notification_text(self.notification),
            _SCOPE: "true" if self.sync_all else "false",
        }
        if self.skip_out_of_scope_deletions is not None:
            values[_SKIP] = str(self.skip_out_of_scope_deletions)
        return {**values, **self.others}


@dataclass(frozen=True, slots=True)
class Difference:
    """One setting that differs: wire `name`; values are texts, "*" for hidden ones."""

    name: str
    saved: str
    wanted: str


def parse_notification(text: str) -> Notification:
    """The settings inside the string; unreadable values count as not set."""
    try:
        found = json.loads(text) if text else {}
    except (ValueError, RecursionError):
        found = {}
    members: dict[str, Any] = dict(found) if isinstance(found, dict) else {}
    value = members.pop("DeleteThresholdValue", None)
    number = value if isinstance(value, int) and not isinstance(value, bool) else None
    return Notification(
        enabled=members.pop("Enabled", None) is True,
        recipients=str(members.pop("Recipients", None) or ""),
        delete_threshold_enabled=members.pop("DeleteThresholdEnabled", None) is True,
        delete_threshold_value=number,
        rest=members,
    )


def notification_text(notification: Notification) -> str:
    """The JSON inside the string: never empty, because Graph refuses an empty one."""
    members: dict[str, object] = {
        **notification.rest,
        "Enabled": notification.enabled,
        "Recipients": notification.recipients,
        "DeleteThresholdEnabled": notification.delete_threshold_enabled,
    }
    if notification.delete_threshold_value is not None:
        members["DeleteThresholdValue"] = notification.delete_threshold_value
    return json.dumps(members, separators=(",", ":"), ensure_ascii=False)


def parse_settings(answer: Json) -> SavedSettings:
    """The saved settings in a list of key and value pairs."""
    pairs = {pair.key: pair.value for pair in rows(_Pair, answer) if pair.value}
    masked = frozenset(name for name, value in pairs.items() if value == MASKED)
    known = {_URL, _KEY, _SCOPE, _NOTIFICATION, _SKIP}
    return SavedSettings(
        tenant_url="" if _URL in masked else pairs.get(_URL, ""),
        has_key=bool(pairs.get(_KEY)),
        sync_all=_boolean(pairs.get(_SCOPE)),
        notification=parse_notification(pairs.get(_NOTIFICATION, "")),
        skip_out_of_scope_deletions=_boolean(pairs.get(_SKIP)),
        others={name: value for name, value in pairs.items() if name not in known | masked},
        masked=masked,
    )


async def saved(graph: Graph, service_principal_id: str) -> SavedSettings:
    """The saved settings; empty when nothing was saved yet."""
    answer = await none_if_not_found(graph.get(_path(service_principal_id)))
    return SavedSettings() if answer is None else parse_settings(answer)


def differences(saved: SavedSettings, wanted: SecretSet) -> tuple[Difference, ...]:
    """The differences a write would make, except the key, which cannot be compared once one is saved."""
    before = _shown(saved)
    after = {name: value for name, value in wanted.wire().items() if name != _KEY}
    found = [] if saved.has_key else [Difference(_KEY, "", MASKED)]
    for name in sorted(before.keys() | after.keys()):
        old, new = before.get(name, ""), after.get(name, "")
        if not _same(name, old, new):
            found.append(Difference(name, old, new))
    return tuple(found)


async def save(
    graph: Graph,
    service_principal_id: str,
    wanted: SecretSet,
    *,
    seen: SavedSettings | None = None,
    confirmed: Collection[str] = (),
    laboratory: bool = False,
) -> SavedSettings:
    """Write the complete set, read it back until it is visible, and compare.

    Microsoft's service sends the key to the address from then on: raises "host_unconfirmed" unless it
    may go there (`wizard.network.key_hosts`; `confirmed` and `laboratory` as there).
    With `seen`, first checks that the settings were not changed since. Raises "secrets_changed_meanwhile",
    "secrets_hidden_value" when a value is the mask, "secrets_too_large" where the cloud limits them, and
    "secrets_not_kept" with the names that still differ.
    """
    key = KeyForHost(
        wanted.key, urlsplit(wanted.tenant_url).hostname or "", confirmed, laboratory=laboratory
    )
    values = wanted.wire()  # also refuses what must not be written
    if seen is not None:
        now = await saved(graph, service_principal_id)
        if now != seen:
            raise ChangedMeanwhileError(Problem("secrets_changed_meanwhile", {}, retryable=True))
    _check_size(graph, values)
    entries = {**wanted.entries(), _KEY: key.beside(wanted.tenant_url)}
    body: Json = {"value": [{"key": name, "value": value} for name, value in entries.items()]}
    await graph.put(_path(service_principal_id), body)
    last: tuple[Difference, ...] = ()

    async def look() -> SavedSettings | None:
        nonlocal last
        found = await saved(graph, service_principal_id)
        last = differences(found, wanted)
        return None if last else found

    waits = graph.waits
    deadline = waits.deadline(waits.bounds.settings)
    shown = await look_until("settings", look, deadline=deadline, progress=waits.progress)
    if shown is None:
        names = ", ".join(one.name for one in last)
        raise ProblemError(Problem("secrets_not_kept", {"names": names}, retryable=True))
    return shown


def _path(service_principal_id: str) -> str:
    return f"/servicePrincipals/{segment(service_principal_id)}/synchronization/secrets"


def _boolean(text: str | None) -> bool | None:
    return {"true": True, "false": False}.get((text or "").casefold())


def _shown(settings: SavedSettings) -> dict[str, str]:
    """Wire names and readable values of what is saved, without the key."""
    shown = {_URL: settings.tenant_url, **settings.others}
    if settings.notification != Notification():
        shown[_NOTIFICATION] = notification_text(settings.notification)
    if settings.sync_all is not None:
        shown[_SCOPE] = "true" if settings.sync_all else "false"
    if settings.skip_out_of_scope_deletions is not None:
        shown[_SKIP] = str(settings.skip_out_of_scope_deletions)
    shown |= dict.fromkeys(settings.masked - {_KEY}, MASKED)
    return {name: value for name, value in shown.items() if value}


def _same(name: str, old: str, new: str) -> bool:
    if name == _NOTIFICATION:
        return parse_notification(old) == parse_notification(new)
    if name in {_SCOPE, _SKIP}:
        return _boolean(old) == _boolean(new)
    # A hidden value cannot be compared; only its presence is visible.
    return old == new or (old == MASKED and bool(new))


def _check_size(graph: Graph, values: Mapping[str, str]) -> None:
    if "secrets_one_kilobyte" not in graph.cloud.notes:
        return
    size = sum(len(value.encode()) for value in values.values())
    if size > _KILOBYTE:
        raise ProblemError(Problem("secrets_too_large", {"size": str(size), "limit": str(_KILOBYTE)}))
