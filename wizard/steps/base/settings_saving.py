"""Previews and saves the connection settings in Entra."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from pydantic import SecretStr

from wizard.entra import (
    secrets,
)
from wizard.entra.secrets import Notification, SavedSettings, SecretSet
from wizard.messages import _
from wizard.messages.change_warnings import ChangeWarning, change_warning
from wizard.messages.history import setting_value
from wizard.messages.labels import (
    scope_name,
    setting_name,
)
from wizard.playvox.address import TenantUrl, parse_tenant_url
from wizard.playvox.key import fingerprint
from wizard.problem import ChangedMeanwhileError, Problem, ProblemError
from wizard.setup import OperationState
from wizard.steps.base import access_changes, pending_restart
from wizard.steps.base.change_preview import (
    AccessChange,
    ChangePreview,
    PlannedChange,
    Sign,
)
from wizard.steps.base.context import Context
from wizard.steps.base.further_fields import further_values, keep_secret_fields

SETTINGS = frozenset(
    ("tenant_url", "fields", "scope", "keep_out_of_scope", "notification_email", "deletion_threshold")
)
"""The settings that are saved together with the key, as a configuration file names them."""
NO_KEY = SecretStr("no key")  # placeholder for comparing settings, never sent
SAVE = "settings.save"
SECRET_TOKEN = "secret_token"  # noqa: S105 - the code of a change


@dataclass(frozen=True, slots=True)
class SavedConnection:
    """What Entra has saved, as read back."""

    tenant_url: str
    key_saved: bool
    notification_email: str
    deletion_threshold: int | None
    """None when accidental deletions are not guarded."""
    scope: str
    """"assigned" or "all"."""


def complete_set(context: Context, saved: SavedSettings, tenant_url: str, key: SecretStr) -> SecretSet:
    """All saved settings with this Tenant URL and key, and the further values known here.

    Graph replaces the whole set. Raises `secrets_hidden_value`.
    """
    return SecretSet.based_on(saved, tenant_url=tenant_url, key=key, further=further_values(context))


def wanted_settings(
    context: Context, saved: SavedSettings, threshold: int | None, stated: frozenset[str] | None = None
) -> SecretSet:
    """The complete set that should be saved, for comparing also without a key; raises `address_first`.

    `stated`, of `SETTINGS`: only these are taken from the answers, the others stay as saved. None, and
    where nothing is saved yet: all of them.
    """
    if stated is not None and not saved.is_empty:
        return _wanted_of(context, saved, threshold, stated)
    url = context.tenant_url
    if url is None:
        raise ProblemError(Problem("address_first", field="tenant_url"))
    based = complete_set(context, saved, url.text, context.key_store.key or NO_KEY)
    return replace(
        based,
        sync_all=context.store.profile.scope == "all",
        skip_out_of_scope_deletions=wanted_keep(context, saved),
        notification=wanted_notification(context, saved, threshold),
    )


def _wanted_of(
    context: Context, saved: SavedSettings, threshold: int | None, stated: frozenset[str]
) -> SecretSet:
    address = saved.tenant_url
    if "tenant_url" in stated or not address:
        url = context.tenant_url
        if url is None:
            raise ProblemError(Problem("address_first", field="tenant_url"))
        address = url.text
    based = complete_set(context, saved, address, context.key_store.key or NO_KEY)
    answered, kept = wanted_notification(context, saved, threshold), saved.notification
    mail = answered if "notification_email" in stated else kept
    guard = answered if "deletion_threshold" in stated else kept
    return replace(
        based,
        sync_all=context.store.profile.scope == "all" if "scope" in stated else based.sync_all,
        skip_out_of_scope_deletions=wanted_keep(context, saved)
        if "keep_out_of_scope" in stated
        else saved.skip_out_of_scope_deletions,
        notification=replace(
            kept,
            enabled=mail.enabled,
            recipients=mail.recipients,
            delete_threshold_enabled=guard.delete_threshold_enabled,
            delete_threshold_value=guard.delete_threshold_value,
        ),
    )


def with_scope(context: Context, saved: SavedSettings) -> SecretSet:
    """What is saved, with what was chosen about the scope and nothing else changed; raises `key_first`."""
    if context.key_store.key is None:
        raise context.key_store.missing_error
    based = complete_set(context, saved, saved.tenant_url, context.key_store.key)
    keep = wanted_keep(context, saved)
    return replace(based, sync_all=context.store.profile.scope == "all", skip_out_of_scope_deletions=keep)


def wanted_keep(context: Context, saved: SavedSettings) -> bool | None:
    """Whether accounts of people who leave the scope stay active; None leaves it unset."""
    chosen, present = context.store.profile.keep_out_of_scope, saved.skip_out_of_scope_deletions
    return present if chosen is None or chosen == bool(present) else chosen


def wanted_notification(context: Context, saved: SavedSettings, threshold: int | None) -> Notification:
    """Recipients and deletion guard as answered; unknown members stay as they are."""
    email = context.store.profile.notification_email
    kept = saved.notification
    return Notification(
        enabled=bool(email),
        recipients=email or ("" if kept.enabled else kept.recipients),
        delete_threshold_enabled=threshold is not None,
        delete_threshold_value=threshold if threshold is not None else kept.delete_threshold_value,
        rest=kept.rest,
    )


def saving_preview(
    context: Context,
    saved: SavedSettings,
    has_job: bool,
    wanted: SecretSet,
    mark: str,
    stated: frozenset[str] | None = None,
) -> ChangePreview:
    """The differences between saved and wanted, in words; `stated` as in `wanted_settings`."""
    changes: list[PlannedChange] = []
    if not has_job:
        changes.append(new_job())
    # A scope that was never set is written as the same scope.
    same_scope = stated is not None and "scope" not in stated and not saved.is_empty
    for difference in secrets.differences(saved, wanted):
        if difference.name == "SyncAll" and same_scope:
            continue
        if difference.name != "SecretToken":  # shown below, by its fingerprint
            changes += _in_words(difference.name, saved, wanted)
    if not saved.has_key:
        changes.append(
            PlannedChange(
                "+", _("Secret token"), _("key {mark}").format(mark=mark or "–"), SECRET_TOKEN, None, mark
            )
        )
    elif mark and context.store.profile.key_mark != mark:
        changes.append(
            PlannedChange(
                "~",
                _("Secret token"),
                _("to key {mark}; the saved one is hidden").format(mark=mark),
                SECRET_TOKEN,
                context.store.profile.key_mark or None,
                mark,
            )
        )
    if not changes:
        return ChangePreview()
    warnings = []
    if wanted.notification.delete_threshold_enabled and not wanted.notification.recipients:
        warnings.append(change_warning("nobody_notified"))
    if saved.tenant_url and saved.tenant_url != wanted.tenant_url:
        warnings.append(change_warning("other_playvox", new=wanted.tenant_url))
    warnings += host_warnings(context, wanted.tenant_url)
    return ChangePreview(
        tuple(dict.fromkeys(changes)),
        tuple(warnings),
        context.session.consents(),
        settings_access(saved, wanted),
    )


def host_warnings(context: Context, address: str) -> list[ChangeWarning]:
    """What to know before the key goes to a host that is not Playvox's; empty for Playvox's own."""
    laboratory = context.session.network.allow_loopback
    url = parse_tenant_url(address, allow_loopback=laboratory)
    if isinstance(url, Problem) or not url.is_unusual:
        return []
    code = "host_unconfirmed" if context.unconfirmed_host(url) else "host_confirmed"
    return [change_warning(code, url.host, host=url.host)]


def new_job() -> PlannedChange:
    """A provisioning job is made."""
    return PlannedChange(
        "+", _("Provisioning job"), _("from the application's template, switched off"), "provisioning_job"
    )


def settings_access(saved: SavedSettings, wanted: SecretSet) -> tuple[AccessChange, ...]:
    """How saving changes people's access: by another scope, another handling of leavers, another guard,
    another Playvox."""
    return (*_guard_and_scope_access(saved, wanted), *_address_access(saved, wanted))


def _address_access(saved: SavedSettings, wanted: SecretSet) -> tuple[AccessChange, ...]:
    """Accounts are made and kept up to date in another Playvox, or by other requests."""
    if not saved.tenant_url or saved.tenant_url == wanted.tenant_url:
        return ()
    parsed = parse_tenant_url(wanted.tenant_url, allow_loopback=True)
    return (
        access_changes.connected_elsewhere(
            compliant=compliant(None if isinstance(parsed, Problem) else parsed)
        ),
    )


def compliant(url: TenantUrl | None) -> bool:
    """Whether the Tenant URL carries the flag for PATCH requests by the standard."""
    return url is not None and "aadoptscim062020" in url.query.casefold()


def _guard_and_scope_access(saved: SavedSettings, wanted: SecretSet) -> tuple[AccessChange, ...]:
    before, after = saved.notification, wanted.notification
    guard_before = before.delete_threshold_value if before.delete_threshold_enabled else None
    guard_after = after.delete_threshold_value if after.delete_threshold_enabled else None
    keeps_before, keeps_after = (
        bool(saved.skip_out_of_scope_deletions),
        bool(wanted.skip_out_of_scope_deletions),
    )
    if (bool(saved.sync_all), keeps_before, guard_before) == (
        bool(wanted.sync_all),
        keeps_after,
        guard_after,
    ):
        return ()
    return (
        access_changes.settings_changed(
            sync_all=bool(wanted.sync_all), keep=keeps_after, threshold=guard_after
        ),
    )


def _in_words(name: str, saved: SavedSettings, wanted: SecretSet) -> list[PlannedChange]:
    if name == "BaseAddress":
        return [_change(setting_name(name), "tenant_url", saved.tenant_url, wanted.tenant_url)]
    if name == "SyncAll":
        before = None if saved.sync_all is None else ("all" if saved.sync_all else "assigned")
        after = "all" if wanted.sync_all else "assigned"
        found = _change(
            setting_name(name), "scope", scope_name(before) if before else "", scope_name(after)
        )
        return [replace(found, before=before, after=after)]
    if name == "SkipOutOfScopeDeletions":
        return [keep_change(saved, wanted.skip_out_of_scope_deletions)]
    if name == "SyncNotificationSettings":
        old, new = saved.notification, wanted.notification
        changes = []
        if (old.enabled, old.recipients) != (new.enabled, new.recipients):
            before = old.recipients if old.enabled else ""
            changes.append(
                _change(setting_name("Recipients"), "notification_email", before, new.recipients)
            )
        guard = (old.delete_threshold_enabled, old.delete_threshold_value)
        if guard != (new.delete_threshold_enabled, new.delete_threshold_value):
            found = _change(setting_name("DeleteThreshold"), "deletion_threshold", _guard(old), _guard(new))
            changes.append(replace(found, before=_guard_number(old), after=_guard_number(new)))
        return changes
    return [PlannedChange("~", name, "", "other_setting", subject=name)]


def keep_change(saved: SavedSettings, keep: bool | None) -> PlannedChange:
    """The change for accounts of people who leave the scope, before and after."""
    name = "skip_out_of_scope_deletions"
    before, after = setting_value(name, saved.skip_out_of_scope_deletions), setting_value(name, keep)
    found = _change(setting_name("SkipOutOfScopeDeletions"), "keep_out_of_scope", before, after)
    return replace(found, before=bool(saved.skip_out_of_scope_deletions), after=bool(keep))


def _guard(notification: Notification) -> str:
    if not notification.delete_threshold_enabled:
        return ""
    return str(notification.delete_threshold_value or "")


def _guard_number(notification: Notification) -> int | None:
    """The threshold as a configuration file has it: 0 without the guard, None when Entra has no number."""
    return notification.delete_threshold_value if notification.delete_threshold_enabled else 0


def _change(what: str, code: str, before: str, after: str) -> PlannedChange:
    if before and after:
        detail = _("{before} → {after}").format(before=before, after=after)
        return PlannedChange("~", what, detail, code, before, after)
    sign: Sign = "+" if after else "-"
    return PlannedChange(sign, what, after or before, code, before, after)


async def check_unchanged(context: Context, seen: SavedSettings, now: SavedSettings) -> None:
    """Raises `secrets_changed_meanwhile` when settings were saved elsewhere since they were `seen`.

    A save by this program that Entra shows late, such as an interrupted one, is accepted: its values, and
    for a while those it replaced, are expected.
    """
    if now == seen:
        return
    waits = context.session.graph.waits
    spreading = timedelta(seconds=waits.bounds.settings)
    rows = await asyncio.to_thread(context.store.journal.operations)
    for row in rows:
        if row.kind != SAVE or row.subject != context.facts.application_id:
            continue
        if row.state is OperationState.REFUSED or waits.clock.now() - row.began > spreading:
            continue
        if all(any(matches_journal(each, values) for values in (row.old, row.new)) for each in (seen, now)):
            return
        break
    raise ChangedMeanwhileError(Problem("secrets_changed_meanwhile", {}, retryable=True))


def matches_journal(settings: SavedSettings, values: Mapping[str, object]) -> bool:
    """Whether these are the settings that the journal holds."""
    shown = settings_without_secrets(settings)
    names = ("tenant_url", "notification_email", "deletion_threshold")
    flags = ("sync_all", "skip_out_of_scope_deletions")
    return all((shown[name] or None) == (values.get(name) or None) for name in names) and all(
        bool(shown[name]) == bool(values.get(name)) for name in flags
    )


async def save_settings(context: Context, saved: SavedSettings, wanted: SecretSet) -> None:
    """Write the complete set and read it back, with the restart it may need. Inside `writing()`."""
    if wanted.key is NO_KEY:
        raise context.key_store.missing_error
    context.key_beside(wanted.tenant_url, wanted.key)
    application_id = context.facts.application_id
    # Compared once more right before writing: since they were read, Microsoft may have taken minutes.
    await check_unchanged(context, saved, await secrets.saved(context.session.graph, application_id))
    old: dict[str, object] = {**settings_without_secrets(saved), "key_mark": context.store.profile.key_mark}
    mark = await key_mark(wanted.key)
    await asyncio.to_thread(
        context.store.backups.take, "settings", application_id, settings_without_secrets(saved)
    )
    new = {
        "tenant_url": wanted.tenant_url,
        "sync_all": wanted.sync_all,
        "notification_email": wanted.notification.recipients,
        "deletion_threshold": wanted.notification.delete_threshold_value
        if wanted.notification.delete_threshold_enabled
        else None,
        "skip_out_of_scope_deletions": wanted.skip_out_of_scope_deletions,
        "key_mark": mark,
    }
    async with (
        pending_restart.around_saving(context, saved, wanted),
        context.store.operation(SAVE, application_id, old=old, new=new),
    ):
        context.facts.saved.set(
            await secrets.save(
                context.session.graph,
                application_id,
                wanted,
                confirmed=context.confirmed_hosts,
                laboratory=context.session.network.allow_loopback,
            )
        )
        await context.store.record(key_mark=mark)
        await keep_secret_fields(context)


def settings_without_secrets(saved: SavedSettings) -> dict[str, object]:
    """Saved settings as the backup and the journal may hold them."""
    return {
        "tenant_url": saved.tenant_url,
        "has_key": saved.has_key,
        "sync_all": saved.sync_all,
        "notification_email": saved.notification.recipients if saved.notification.enabled else "",
        "deletion_threshold": saved.notification.delete_threshold_value
        if saved.notification.delete_threshold_enabled
        else None,
        "skip_out_of_scope_deletions": saved.skip_out_of_scope_deletions,
    }


async def key_mark(key: SecretStr) -> str:
    """The key's fingerprint, computed off the event loop."""
    return await asyncio.to_thread(fingerprint, key)


async def key_change(context: Context) -> tuple[PlannedChange, ...]:
    """The change of the key by writing the whole set, when another key is in use now."""
    if context.key_store.key is None or not context.store.profile.key_mark:
        return ()
    mark = await key_mark(context.key_store.key)
    if mark == context.store.profile.key_mark:
        return ()
    return (
        PlannedChange(
            "~",
            _("Secret token"),
            _("to key {mark}; the saved one is hidden").format(mark=mark),
            SECRET_TOKEN,
            context.store.profile.key_mark,
            mark,
        ),
    )


def saved_view(saved: SavedSettings) -> SavedConnection:
    """What Entra has saved, for the page."""
    notification = saved.notification
    return SavedConnection(
        tenant_url=saved.tenant_url,
        key_saved=saved.has_key,
        notification_email=notification.recipients,
        deletion_threshold=notification.delete_threshold_value
        if notification.delete_threshold_enabled
        else None,
        scope="all" if saved.sync_all else "assigned",
    )
