"""What saving the chosen scope would change, in words."""

from __future__ import annotations

from wizard.entra.secrets import SavedSettings
from wizard.mapping.attributes import read_schema
from wizard.mapping.mapper import Mapper
from wizard.messages.change_warnings import ChangeWarning, change_warning, problem_warning
from wizard.messages.labels import (
    scope_name,
    setting_name,
)
from wizard.plan import has_run
from wizard.problem import Problem
from wizard.steps.base import access_changes
from wizard.steps.base.change_preview import (
    ChangePreview,
    PlannedChange,
    Sign,
)
from wizard.steps.base.context import Context
from wizard.steps.base.settings_saving import (
    keep_change,
    wanted_keep,
)


def scope_preview(context: Context, saved: SavedSettings) -> ChangePreview:
    """Changes of the scope, and of accounts outside it; empty when Entra has both already."""
    wanted = context.store.profile.scope
    before = None if saved.sync_all is None else ("all" if saved.sync_all else "assigned")
    keep = bool(wanted_keep(context, saved))
    changes: list[PlannedChange] = []
    warnings: list[ChangeWarning] = []
    if before != wanted:
        detail = scope_name(wanted) if before is None else f"{scope_name(before)} → {scope_name(wanted)}"
        sign: Sign = "+" if before is None else "~"
        changes.append(PlannedChange(sign, setting_name("SyncAll"), detail, "scope", before, wanted))
        warnings += _about_scope(context, before, keep=keep)
    if keep is not bool(saved.skip_out_of_scope_deletions):
        changes.append(keep_change(saved, keep))
        if keep:
            warnings.append(change_warning("out_of_scope_kept"))
    if not changes:
        return ChangePreview((), tuple(warnings))
    access = (access_changes.settings_changed(sync_all=wanted == "all", keep=keep),)
    return ChangePreview(tuple(changes), tuple(warnings), context.session.consents(), access)


def _about_scope(context: Context, before: str | None, *, keep: bool) -> list[ChangeWarning]:
    if before == "all":
        job = context.facts.provisioning_job
        return [
            change_warning("scope_narrowed_kept" if keep else "scope_narrowed"),
            change_warning("restart_after_saving" if job is None or job.is_on else "restart_when_started"),
        ]
    if context.store.profile.scope == "all":
        told = [change_warning("scope_everyone"), *_about_roles(context)]
        job = context.facts.provisioning_job
        if before is not None and has_run(job):
            at_once = job is None or job.is_on
            told.append(
                change_warning("scope_widened_restart" if at_once else "scope_widened_restart_later")
            )
        return told
    return []


def _about_roles(context: Context) -> list[ChangeWarning]:
    """That roles do not go together with this scope; nothing when no mapping uses them."""
    schema = context.facts.schema.value
    found = read_schema(schema.body) if schema is not None else None
    targets = Mapper.of(found).role_targets if found is not None and found.mapping_for("User") else ()
    if not targets:
        return []
    return [problem_warning(Problem("mapping_warning.roles_sync_all", {"targets": ", ".join(targets)}))]
