"""Words of the history: titles of changes, their states, and why a change cannot be undone."""

from __future__ import annotations

from collections.abc import Mapping

from wizard.messages.labels import scope_name
from wizard.messages.language import N_, _, text_for
from wizard.messages.words import Words

WORDS: Mapping[str, Words] = {
    "undo.unknown": Words(
        N_("There is no change with the number {number}."),
        N_("This setup's list of changes does not hold it."),
        do=(N_("Take the number from the list."),),
    ),
    "undo.not_possible": Words(
        N_("This cannot be undone: {why}"),
        N_("Nothing was changed."),
        do=(N_("Change the setting itself, if you want it otherwise."),),
    ),
    "undo.changed_since": Words(
        N_("“{what}” was changed again since then, so it is left alone."),
        N_("It is now: {now}. Somebody else, or another computer, may rely on that."),
        do=(N_("Check the present value, and change the setting itself if you still want to."),),
    ),
    "undo.other_application": Words(
        N_("This change belongs to another application."),
        N_("The setup was working with another application, or another job of it, then."),
        do=(N_("Choose that application under “Application”, then undo the change."),),
    ),
    "undo.role_in_use": Words(
        N_("The role “{role}” is in use and stays."),
        N_("Assigned with it: {names}."),
        do=(N_("Remove these assignments under “Users and groups” first."),),
    ),
    "undo.role_gone": Words(
        N_("The role that was assigned is no longer offered."),
        N_("The application has lost it, or it was switched off."),
        do=(N_("Assign these people again under “Users and groups”, with a role that exists."),),
    ),
}
_NEVER: Mapping[str, str] = {
    "": "",
    "refused": N_("It was refused, so nothing was changed."),
    "undone": N_("It was undone already."),
    "later": N_("It was switched again later. Undo the later change first."),
    "quarantine": N_("Leaving quarantine cannot be undone."),
    "first_settings": N_("These were the first settings; there are none before them to restore."),
    "key_or_address": N_(
        "Only the address or the key was changed. Entra never shows an earlier key, and an address is restored only together with its key, under “Connection”."
    ),
    "application.add": N_(
        "An application is deleted with everything in it. That is done in the Entra admin center only."
    ),
    "job.create": N_("A job that is off does nothing, so it stays."),
    "job.restart": N_("Entra has evaluated again what a restart cleared."),
    "person.provision": N_(
        "The account in Playvox stays. Remove the person's assignment to have it deactivated."
    ),
    "role.remove": N_("Add the role again under “Users and groups”."),
    "person.relink": N_("Relink the person again to have the service match once more."),
    "person.unlink": N_("A link is made by the service only, when it matches the person."),
    "people.provision": N_("The accounts in Playvox stay. Each person of the list has a line of its own."),
    "key.rotate": N_("Entra never shows a key again. Replace the key under “Replace key”."),
}
_TITLES: Mapping[str, str] = {
    "application.add": N_("Application added"),
    "job.create": N_("Provisioning job made"),
    "settings.save": N_("Settings saved"),
    "people.assign": N_("Assigned to the application"),
    "people.unassign": N_("Assignments removed"),
    "role.add": N_("Role added"),
    "role.remove": N_("Role removed"),
    "mappings.save": N_("Mappings saved"),
    "job.start": N_("Provisioning started"),
    "job.pause": N_("Provisioning paused"),
    "job.restart": N_("Provisioning restarted"),
    "person.provision": N_("One person provisioned"),
    "key.rotate": N_("Playvox key replaced"),
    "people.provision": N_("List of people provisioned"),
    "person.relink": N_("One person relinked"),
    "person.unlink": N_("Link of one person deleted"),
}
_STATES: Mapping[str, str] = {
    "done": N_("Done"),
    "undone": N_("Undone"),
    "refused": N_("Refused"),
    "begun": N_("Unknown: the answer never came"),
    "unfinished": N_("Not finished"),
}


def why_not_undoable(reason: str) -> str:
    """Why a change cannot be undone; empty for an empty reason."""
    return text_for(_NEVER, reason, otherwise=N_("This program does not know how."))


def history_title(kind: str, *, undo: bool = False) -> str:
    """The title of a change."""
    title = text_for(_TITLES, kind)
    return _("Undone: {what}").format(what=title) if undo else title


def state_text(state: str) -> str:
    """The state of a change."""
    return text_for(_STATES, state)


def setting_value(name: str, value: object) -> str:
    """A setting's value, for people."""
    if name == "sync_all":
        return scope_name("all" if value else "assigned")
    if name == "skip_out_of_scope_deletions":
        return _("stay active") if value else _("are deactivated")
    if name == "deletion_threshold":
        return _("off") if value is None else str(value)
    return str(value) if value else _("nobody")
