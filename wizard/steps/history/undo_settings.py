"""Restores provisioning settings: never the key, which Entra hides, nor its address."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from wizard.entra.secrets import Notification, SavedSettings, SecretSet
from wizard.messages import _
from wizard.messages.change_warnings import change_warning
from wizard.messages.history import setting_value
from wizard.messages.labels import setting_name
from wizard.setup import Operation
from wizard.steps.base import pending_restart
from wizard.steps.base.change_preview import (
    ChangePreview,
    PlannedChange,
)
from wizard.steps.base.context import Context
from wizard.steps.base.settings_saving import (
    complete_set,
    key_change,
    save_settings,
    settings_access,
    settings_without_secrets,
)
from wizard.steps.history.prepared_undo import (
    NOTHING_TO_UNDO,
    PreparedUndo,
    changed_since,
    not_here,
)

FIELDS = {
    "notification_email": "Recipients",
    "deletion_threshold": "DeleteThreshold",
    "sync_all": "SyncAll",
    "skip_out_of_scope_deletions": "SkipOutOfScopeDeletions",
}
"""What can be restored, by its name in the journal, with its name for people."""


def differing(row: Operation) -> tuple[str, ...]:
    """The settings an operation changed that can be restored."""
    return tuple(
        name for name in FIELDS if name in row.new and _value(row.old, name) != _value(row.new, name)
    )


def never(row: Operation) -> str:
    """Why this save cannot be undone at all; empty when it may be tried."""
    if not row.old.get("has_key"):
        return "first_settings"
    return "" if differing(row) else "key_or_address"


async def settings(context: Context, row: Operation) -> PreparedUndo:
    """Restore the settings that this save changed, and nothing else."""
    not_here(row.subject, context.facts.application_id)
    saved = await context.facts.saved.refresh()
    await context.facts.job.refresh()
    now, names = settings_without_secrets(saved), differing(row)
    back = [name for name in names if _value(now, name) != _value(row.old, name)]
    if not back:
        return NOTHING_TO_UNDO
    for name in back:
        if _value(now, name) != _value(row.new, name):
            raise changed_since(setting_name(FIELDS[name]), setting_value(name, now.get(name)))
    if context.key_store.key is None:
        raise context.key_store.missing_error
    based = complete_set(context, saved, saved.tenant_url, context.key_store.key)
    wanted = _restored(based, row.old, back)
    changes = [
        PlannedChange(
            "~",
            setting_name(FIELDS[name]),
            _("{before} → {after}").format(
                before=setting_value(name, now.get(name)), after=setting_value(name, row.old.get(name))
            ),
        )
        for name in back
    ]
    warnings = []
    if pending_restart.needed(saved, wanted, context.facts.provisioning_job):
        warnings += [change_warning("scope_narrowed"), change_warning("restart_if_on")]
    effect = ChangePreview(
        (*changes, *await key_change(context)),
        tuple(warnings),
        context.session.consents(),
        settings_access(saved, wanted),
    )

    async def act() -> None:
        async with context.writing():
            await save_settings(context, saved, wanted)
        await _remember(context, context.facts.saved.value)

    return PreparedUndo(effect, act)


def _restored(based: SecretSet, old: Any, names: list[str]) -> SecretSet:
    notification: Notification = based.notification
    if "notification_email" in names:
        email = str(old.get("notification_email") or "")
        notification = replace(notification, enabled=bool(email), recipients=email)
    if "deletion_threshold" in names:
        number = old.get("deletion_threshold")
        notification = replace(
            notification,
            delete_threshold_enabled=number is not None,
            delete_threshold_value=number if number is not None else notification.delete_threshold_value,
        )
    wanted = replace(based, notification=notification)
    if "sync_all" in names:
        wanted = replace(wanted, sync_all=bool(old.get("sync_all")))
    if "skip_out_of_scope_deletions" in names:
        wanted = replace(wanted, skip_out_of_scope_deletions=bool(old.get("skip_out_of_scope_deletions")))
    return wanted


async def _remember(context: Context, saved: SavedSettings | None) -> None:
    """What the pages ask for is what Entra has now."""
    if saved is None:
        return
    now = settings_without_secrets(saved)
    await context.store.remember(
        notification_email=now["notification_email"],
        guard_deletions=now["deletion_threshold"] is not None,
        deletion_threshold=now["deletion_threshold"],
        scope="all" if saved.sync_all else "assigned",
        keep_out_of_scope=saved.skip_out_of_scope_deletions,
    )


def _value(values: Any, name: str) -> object:
    """A setting for comparing: not set and switched off are the same to Entra."""
    found = values.get(name)
    return bool(found) if name in ("sync_all", "skip_out_of_scope_deletions") else (found or None)
