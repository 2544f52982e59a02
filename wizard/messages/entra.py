"""Words for what Microsoft Graph refuses and for what the Entra services find."""

# ruff: noqa: E501 - a sentence is one line, as translators see it
from __future__ import annotations

from wizard.messages.explanation import (
    Words,
    register,
)
from wizard.messages.language import _
from wizard.messages.phrases import (
    Late,
    phrase,
)


def _again() -> str:
    return _("Try again in a few minutes.")


def _look() -> str:
    return _("Refresh this step first: it shows whether the change is there.")


def _details() -> str:
    return _("Copy the details and report them.")


def _activate() -> str:
    return _(
        "If the role is only eligible for you, activate it under My roles in Privileged Identity Management, then sign in again."
    )


def _ask_role() -> str:
    return _("Otherwise ask for Application Administrator or Cloud Application Administrator.")


_GRAPH: dict[str, Words] = {
    "graph_read_only": phrase(
        lambda: _("Nothing was changed: the program is only reading."),
        lambda: _("Changes are sent only after a button that names them."),
        lambda: _("Use the step's own button to make this change."),
    ),
    "graph_unreachable": phrase(
        lambda: _("Microsoft Graph could not be reached."),
        lambda: _("No connection came about: {error}"),
        lambda: _(
            "Check that this computer is online and that the proxy lets it through to Microsoft Graph."
        ),
        _again,
    ),
    "graph_tls": phrase(
        lambda: _("The connection to Microsoft Graph is not trusted."),
        lambda: _("The certificate shown does not lead to an authority this computer trusts: {error}"),
        lambda: _(
            "If your network inspects encrypted traffic, its authority has to be in the system's trust store."
        ),
    ),
    "graph_timeout": phrase(
        lambda: _("Microsoft Graph took too long to answer."),
        lambda: _("The request {method} {path} ran into the time limit."),
        _again,
    ),
    "graph_lost_answer": phrase(
        lambda: _("The answer to a change got lost; the change may have been made."),
        lambda: _(
            "{method} {path} was sent, but no usable answer came back. It was not repeated, so that nothing happens twice."
        ),
        _look,
        lambda: _("If it is not there, use the button again."),
    ),
    "graph_busy": phrase(
        lambda: _("Microsoft Graph is throttling this tenant or program."),
        lambda: _(
            "Too many requests came in a short time, and waiting did not help within the time given."
        ),
        _again,
    ),
    "graph_unavailable": phrase(
        lambda: _("Microsoft Graph could not handle the request just now ({status} {code})."),
        lambda: _("The fault is on Microsoft's side and usually passes: {message}"),
        _again,
        lambda: _("If it stays, look at the service health page of the Microsoft 365 admin center."),
    ),
    "graph_signin_expired": phrase(
        lambda: _("The sign-in is no longer valid."),
        lambda: _("Microsoft Graph did not accept the token, and it could not be renewed silently."),
        lambda: _("Sign in again; nothing entered here is lost."),
    ),
    "graph_claims_challenge": phrase(
        lambda: _("Your organisation wants more proof before it allows this."),
        lambda: _(
            "A Conditional Access rule or a freshly activated role asks for another sign-in, for example with a second factor."
        ),
        lambda: _(
            "Choose “Sign in again” in “Before you begin”; Microsoft's page asks for what is missing."
        ),
    ),
    "graph_forbidden": phrase(
        lambda: _("Entra does not allow this account to do that."),
        lambda: _(
            "Either a permission was not granted to this program or an administrator role is missing: {message}"
        ),
        _activate,
        _ask_role,
        lambda: _("Check in Before you begin which permissions were granted."),
    ),
    "graph_scope_missing": phrase(
        lambda: _("This program has not been granted the permission {scope}."),
        lambda: _("Entra answered {status} to {method} {path}."),
        lambda: _(
            "Sign in again and agree to the permission, or have an administrator agree for your organisation."
        ),
    ),
    "graph_role_missing": phrase(
        lambda: _("The permissions are granted, but your account lacks an administrator role."),
        lambda: _("Entra answered {status} to {method} {path}: {message}"),
        _activate,
        _ask_role,
        lambda: _("After a role was activated it can take some minutes until every service knows."),
    ),
    "graph_licence_missing": phrase(
        lambda: _("The tenant's licence does not include this."),
        lambda: _("Microsoft answered that it needs Entra ID P1 or P2."),
        lambda: _("Provisioning itself goes on; only this view is missing."),
    ),
    "graph_not_found": phrase(
        lambda: _("Entra does not know this object (any more)."),
        lambda: _(
            "{path} was not found. It may have been deleted, or it is so new that not every server knows it."
        ),
        lambda: _("Refresh the step."),
        _again,
    ),
    "graph_conflict": phrase(
        lambda: _("Entra refused the change because of a conflict."),
        lambda: _("Something else changed or uses the same object at the moment: {message}"),
        lambda: _(
            "Refresh the step, look at what is there now, and repeat the change if it is still wanted."
        ),
    ),
    "graph_too_large": phrase(
        lambda: _("The request is larger than Entra accepts."),
        lambda: _("Entra answered {status} to {method} {path}."),
        _details,
    ),
    "graph_refused": phrase(
        lambda: _("Entra refused the request ({status} {code})."),
        lambda: _("Its reason: {message}"),
        lambda: _("Refresh the step and try again."),
        _details,
    ),
    "graph_unexpected_answer": phrase(
        lambda: _("Microsoft Graph answered something this program does not understand."),
        lambda: _("Reading {kind} failed at {where}."),
        _again,
        _details,
    ),
    "graph_answer_too_large": phrase(
        lambda: _("Microsoft Graph's answer is too large to be read safely."),
        lambda: _("It went beyond {limit} bytes."),
        _details,
    ),
    "graph_endless_pages": phrase(
        lambda: _("A list from Microsoft Graph does not end."),
        lambda: _("Its pages lead back to one another ({path})."),
        _again,
        _details,
    ),
    "graph_foreign_link": phrase(
        lambda: _("A list from Microsoft Graph continues at a foreign address; it was not followed."),
        lambda: _("The sign-in token may only go to Microsoft Graph itself ({path})."),
        _details,
    ),
    "graph_replication_slow": phrase(
        lambda: _("Entra has not finished spreading a change ({what})."),
        lambda: _(
            "Its servers learn of changes one after the other; after {minutes} minutes it still did not show."
        ),
        _again,
    ),
}

_SERVICES: dict[str, Words] = {
    "application_not_found": phrase(
        lambda: _("There is no application {name} in this tenant."),
        lambda: _("Neither the name nor the id matches one, or it was registered in another tenant."),
        lambda: _("Choose an existing application, or add Playvox from the gallery."),
    ),
    "application_ambiguous": phrase(
        lambda: _("{count} applications are called {name}."),
        lambda: _("Names need not be unique in Entra."),
        lambda: _("Name the application by its object id instead."),
    ),
    "role_unknown": phrase(
        lambda: _("The application has no role {role} for people."),
        lambda: _("Roles it offers: {roles}"),
        lambda: _("Choose one of them, or add the role to the application first."),
    ),
    "role_ambiguous": phrase(
        lambda: _("The application has several roles, and none is called User."),
        lambda: _("Roles it offers: {roles}"),
        lambda: _("Choose the role to assign."),
    ),
    "job_template_missing": phrase(
        lambda: _("The application offers no provisioning."),
        lambda: _(
            "Entra lists no provisioning template for it: not in the gallery entry, or not in this cloud."
        ),
        lambda: _("If the application was added just now, wait a minute and refresh."),
        lambda: _("Otherwise use the Playvox application from the gallery."),
    ),
    "job_template_ambiguous": phrase(
        lambda: _("It is not clear which provisioning template to use."),
        lambda: _("Entra offers {templates} and marks none as the default."),
        lambda: _(
            "Set up provisioning once in the Entra admin center, then return; the job made there is used."
        ),
    ),
    "secrets_hidden_value": phrase(
        lambda: _("Saving would destroy a hidden setting ({names})."),
        lambda: _(
            "Entra keeps connection settings as one set and shows secret ones only as an asterisk, so they cannot be sent back."
        ),
        lambda: _("Remove the setting in the Entra admin center if it is not needed, then save again."),
    ),
    "secrets_changed_meanwhile": phrase(
        lambda: _("Somebody changed the connection settings in the meantime."),
        lambda: _("They differ from what this page showed, so nothing was overwritten."),
        lambda: _("Refresh the step, look at the new settings, and save again if yours are still wanted."),
    ),
    "secrets_too_large": phrase(
        lambda: _("The connection settings are too long for this cloud."),
        lambda: _("Together they take {size} bytes; Azure Government keeps at most {limit}."),
        lambda: _("Use a shorter notification address, or a Playvox key with a shorter name."),
    ),
    "secrets_not_kept": phrase(
        lambda: _("Entra accepted the settings but does not show them ({names})."),
        lambda: _("Reading them back still gave other values."),
        _again,
        lambda: _("Refresh the step: it shows what Entra has now."),
    ),
    "schema_without_user_rule": phrase(
        lambda: _("The provisioning job has no mapping for users."),
        lambda: _("Its schema holds no rule whose source is a user."),
        lambda: _("Restore the default mappings, then refresh."),
    ),
    "schema_changed_meanwhile": phrase(
        lambda: _("Somebody changed the mappings in the meantime."),
        lambda: _("They differ from what this page showed, so nothing was overwritten."),
        lambda: _("Refresh the step and make your change again."),
    ),
    "logs_need_licence": phrase(
        lambda: _("Provisioning logs need Entra ID P1 or P2 in this tenant."),
        lambda: _("Microsoft gave that as the reason for refusing them."),
        lambda: _("The job's own status and provisioning one person on demand work without."),
    ),
    "logs_need_role": phrase(
        lambda: _("Your account may not read provisioning logs."),
        lambda: _("Entra answered {status}: {message}"),
        lambda: _(
            "Reports Reader, Security Reader or Application Administrator may; the owner of the application too."
        ),
        _activate,
    ),
}
register(_GRAPH)
register(_SERVICES)

_CLOUD_NOTES: dict[str, Late] = {
    "gallery_provisioning_missing": lambda: _(
        "Microsoft says that gallery applications cannot provision in this cloud; the Playvox entry may be missing."
    ),
    "secrets_one_kilobyte": lambda: _("Key and notification address together may take 1 KB at most here."),
    "validation_undocumented": lambda: _(
        "Microsoft does not document its connection test and expression test for this cloud."
    ),
}
_SCOPE_REASONS: dict[str, Late] = {
    "who_you_are": lambda: _("Shows who is signed in."),
    "tenant_name": lambda: _(
        "Shows the name of your organisation, so that you see which tenant you work in."
    ),
    "your_roles": lambda: _("Checks which administrator roles you have before you rely on them."),
    "licences": lambda: _("Checks whether groups can be assigned: that needs Entra ID P1 or P2."),
    "find_application": lambda: _("Finds the Playvox applications you already have, and who is assigned."),
    "read_provisioning": lambda: _("Reads the provisioning settings, mappings and status."),
    "read_people": lambda: _("Finds people and previews what Playvox would receive for them."),
    "read_groups": lambda: _("Finds groups and counts who is in them."),
    "read_logs": lambda: _("Shows what happened to whom, and why."),
    "add_application": lambda: _("Adds Playvox from the gallery, and roles to the application."),
    "assign_people": lambda: _("Assigns people and groups to Playvox, and takes them off again."),
    "set_up_provisioning": lambda: _(
        "Saves the connection, changes mappings, starts and pauses provisioning."
    ),
}


def cloud_note(code: str) -> str:
    """What to know about a cloud; the code itself when it has no words."""
    note = _CLOUD_NOTES.get(code)
    return note() if note else code


def scope_reason(code: str) -> str:
    """What a permission is for; the code itself when it has no words."""
    reason = _SCOPE_REASONS.get(code)
    return reason() if reason else code
