"""Words of the history: what was changed, and why something cannot be taken back."""

# ruff: noqa: E501 - a sentence is one line, as translators see it
from __future__ import annotations

from collections.abc import Callable

from wizard.messages.explanation import register
from wizard.messages.language import _
from wizard.messages.phrases import phrase
from wizard.messages.steps import scope_name

register(
    {
        "undo.unknown": phrase(
            lambda: _("There is no change with the number {number}."),
            lambda: _("This set-up's list of changes does not hold it."),
            lambda: _("Look at the list and take the number from there."),
        ),
        "undo.not_possible": phrase(
            lambda: _("This cannot be taken back: {why}"),
            lambda: _("Nothing was changed."),
            lambda: _("Change it on its own page, if you want it otherwise."),
        ),
        "undo.changed_since": phrase(
            lambda: _("“{what}” was changed again since then, so it is left alone."),
            lambda: _("It is now: {now}. Somebody else, or another computer, may rely on that."),
            lambda: _("Look at it on its own page, and change it there if you still want to."),
        ),
        "undo.other_application": phrase(
            lambda: _("This change belongs to another application."),
            lambda: _("The set-up was working with another application, or another job of it, then."),
            lambda: _("Choose that application under “Application”, then take the change back."),
        ),
        "undo.role_in_use": phrase(
            lambda: _("The role “{role}” is in use and stays."),
            lambda: _("Assigned with it: {names}."),
            lambda: _("Remove these assignments under “Who” first."),
        ),
        "undo.role_gone": phrase(
            lambda: _("The role that was assigned is no longer offered."),
            lambda: _("The application has lost it, or it was switched off."),
            lambda: _("Assign these people again under “Who”, with a role that exists."),
        ),
    }
)


def why_never(reason: str) -> str:
    """Why a change is not offered for undoing; empty for an empty reason."""
    sentences: dict[str, Callable[[], str]] = {
        "": lambda: "",
        "refused": lambda: _("It was refused, so nothing was changed."),
        "undone": lambda: _("It was taken back already."),
        "later": lambda: _("It was switched again later. Take the later change back first."),
        "quarantine": lambda: _("Leaving quarantine cannot be taken back."),
        "first_settings": lambda: _(
            "These were the first settings; there are none before them to restore."
        ),
        "key_or_address": lambda: _(
            "Only the address or the key was changed. Entra never shows an earlier key, and an address is restored only together with its key, under “Connection”."
        ),
        "application.add": lambda: _(
            "An application is deleted with everything in it. That is done in the Entra admin center only."
        ),
        "job.create": lambda: _("A job that is off does nothing, so it stays."),
        "job.restart": lambda: _("What Entra forgot at a restart, it has looked at anew since."),
        "person.provision": lambda: _(
            "The account in Playvox stays. Remove the person's assignment to have it deactivated."
        ),
        "role.remove": lambda: _("Add the role again under “Who”."),
    }
    return sentences.get(reason, lambda: _("This program does not know how."))()


def history_title(kind: str, *, undo: bool = False) -> str:
    """What was done."""
    if undo:
        return _("Taken back: {what}").format(what=_title(kind))
    return _title(kind)


def _title(kind: str) -> str:
    titles: dict[str, Callable[[], str]] = {
        "application.add": lambda: _("Application added"),
        "job.create": lambda: _("Provisioning job made"),
        "settings.save": lambda: _("Settings saved"),
        "people.assign": lambda: _("Assigned to the application"),
        "people.unassign": lambda: _("Assignments removed"),
        "role.add": lambda: _("Role added"),
        "role.remove": lambda: _("Role removed"),
        "mappings.save": lambda: _("Mappings saved"),
        "job.start": lambda: _("Provisioning started"),
        "job.pause": lambda: _("Provisioning paused"),
        "job.restart": lambda: _("Provisioning restarted"),
        "person.provision": lambda: _("One person provisioned"),
    }
    return titles[kind]() if kind in titles else kind


def state_text(state: str) -> str:
    """How it ended."""
    texts: dict[str, Callable[[], str]] = {
        "done": lambda: _("Done"),
        "undone": lambda: _("Taken back"),
        "refused": lambda: _("Refused"),
        "begun": lambda: _("Not known: the answer never came"),
    }
    return texts[state]() if state in texts else state


def setting_value(name: str, value: object) -> str:
    """A setting's value as people read it."""
    if name == "sync_all":
        return scope_name("all" if value else "assigned")
    if name == "skip_out_of_scope_deletions":
        return _("stay active") if value else _("are deactivated")
    if name == "deletion_threshold":
        return _("off") if value is None else str(value)
    return str(value) if value else _("nobody")
