"""Words for requests that Microsoft Graph refused or did not answer."""

from __future__ import annotations

from collections.abc import Mapping

from wizard.messages.entra_remedies import (
    ACTIVATE,
    AGAIN,
    ASK_ROLE,
    DETAILS,
    LOOK,
    TRUST_INSPECTION,
    TRUST_VARIABLES,
)
from wizard.messages.language import N_
from wizard.messages.words import Words

_ANSWERED = N_("Entra answered {status} to {method} {path}.")
WORDS: Mapping[str, Words] = {
    "graph_read_only": Words(
        N_("Nothing was changed: the program is only reading."),
        N_("Changes are sent only after you asked for exactly them."),
        do=(N_("Make this change with its own button or subcommand."),),
    ),
    "graph_unreachable": Words(
        N_("Microsoft Graph could not be reached."),
        N_("No connection came about: {error}"),
        do=(
            N_("Check that this computer is online and that the proxy lets it through to Microsoft Graph."),
            AGAIN,
        ),
    ),
    "graph_tls": Words(
        N_("The connection to Microsoft Graph is not trusted."),
        N_("The certificate shown does not lead to an authority this computer trusts: {error}"),
        do=(TRUST_INSPECTION, TRUST_VARIABLES),
    ),
    "graph_timeout": Words(
        N_("Microsoft Graph took too long to answer."),
        N_("The request {method} {path} ran into the time limit."),
        do=(AGAIN,),
    ),
    "graph_lost_answer": Words(
        N_("The answer to a change got lost; the change may have been made."),
        N_(
            "{method} {path} was sent, but no usable answer came back. It was not repeated, so that nothing happens twice."
        ),
        do=(LOOK, N_("If it is not there, make the change again.")),
    ),
    "graph_busy": Words(
        N_("Microsoft Graph is throttling this tenant or program."),
        N_("Too many requests came in a short time, and waiting did not help within the time given."),
        do=(AGAIN,),
    ),
    "graph_unavailable": Words(
        N_("Microsoft Graph could not handle the request just now ({status} {code})."),
        N_("The fault is on Microsoft's side and usually passes: {message}"),
        do=(AGAIN, N_("If it stays, check the service health page of the Microsoft 365 admin center.")),
    ),
    "graph_signin_expired": Words(
        N_("The sign-in is no longer valid."),
        N_("Microsoft Graph did not accept the token, and it could not be renewed silently."),
        do=(N_("Sign in again; nothing entered here is lost."),),
    ),
    "graph_claims_challenge": Words(
        N_("Your organization wants more proof before it allows this."),
        N_(
            "A Conditional Access rule or a freshly activated role asks for another sign-in, for example with a second factor."
        ),
        do=(
            N_("Choose “Sign in again” in “Before you begin”; Microsoft's page asks for what is missing."),
        ),
    ),
    "graph_forbidden": Words(
        N_("Entra does not allow this account to do that."),
        N_(
            "Either a permission was not granted to this program or an administrator role is missing: {message}"
        ),
        do=(ACTIVATE, ASK_ROLE, N_("Check in Before you begin which permissions were granted.")),
    ),
    "graph_scope_missing": Words(
        N_("This program has not been granted the permission {scope}."),
        _ANSWERED,
        do=(
            N_(
                "Sign in again and agree to the permission, or have an administrator agree for your organization."
            ),
        ),
    ),
    "graph_app_permission_missing": Words(
        N_("The application that signed in has not been granted the application permission {scope}."),
        _ANSWERED,
        do=(
            N_(
                "Add it under API permissions of its app registration, as an application permission, and grant "
                "admin consent. Without it this part stays unknown."
            ),
        ),
    ),
    "graph_app_not_owner": Words(
        N_("The application that signed in may not do that to this object."),
        N_(
            "With Application.ReadWrite.OwnedBy it can reach only applications that it owns. Entra answered "
            "{status} to {method} {path}: {message}"
        ),
        do=(N_("Make its service principal an owner of the Playvox enterprise application."),),
    ),
    "graph_role_missing": Words(
        N_("The permissions are granted, but your account lacks an administrator role."),
        N_("Entra answered {status} to {method} {path}: {message}"),
        do=(
            ACTIVATE,
            ASK_ROLE,
            N_("After a role was activated it can take some minutes until every service knows."),
        ),
    ),
    "graph_licence_missing": Words(
        N_("The tenant's license does not include this."),
        N_("Microsoft answered that it needs Entra ID P1 or P2."),
        do=(N_("Provisioning itself goes on; only this view is missing."),),
    ),
    "graph_not_found": Words(
        N_("Entra does not know this object (any more)."),
        N_(
            "{path} was not found. It may have been deleted, or it is so new that not every server knows it."
        ),
        do=(N_("Refresh the step."), AGAIN),
    ),
    "graph_conflict": Words(
        N_("Entra refused the change because of a conflict."),
        N_("Something else changed or uses the same object at the moment: {message}"),
        do=(N_("Refresh the step, check what is there now, and repeat the change if it is still wanted."),),
    ),
    "graph_too_large": Words(
        N_("The request is larger than Entra accepts."),
        _ANSWERED,
        do=(DETAILS,),
    ),
    "graph_refused": Words(
        N_("Entra refused the request ({status} {code})."),
        N_("Its reason: {message}"),
        do=(N_("Refresh the step and try again."), DETAILS),
    ),
    "graph_unexpected_answer": Words(
        N_("Microsoft Graph answered something this program does not understand."),
        N_("Reading {kind} failed at {where}."),
        do=(AGAIN, DETAILS),
    ),
    "graph_rows_unread": Words(
        N_("Rows of a list from Microsoft Graph that could not be read and are left out: {n} ({list})."),
        N_(
            "They have another shape than Microsoft documents. Everything else in the list is used ({path})."
        ),
        do=(N_("What these rows say is unknown. Check them in the Microsoft Entra admin center."), AGAIN),
    ),
    "graph_answer_too_large": Words(
        N_("Microsoft Graph's answer is too large to be read safely."),
        N_("It went beyond {limit} bytes."),
        do=(DETAILS,),
    ),
    "graph_endless_pages": Words(
        N_("A list from Microsoft Graph does not end."),
        N_("Its pages lead back to one another ({path})."),
        do=(AGAIN, DETAILS),
    ),
    "graph_foreign_link": Words(
        N_("A list from Microsoft Graph continues at a foreign address; it was not followed."),
        N_("The sign-in token may only go to Microsoft Graph itself ({path})."),
        do=(DETAILS,),
    ),
    "graph_replication_slow": Words(
        N_("Entra has not finished spreading a change ({what})."),
        N_(
            "Its servers learn of changes one after the other; after {seconds} seconds it still did not show."
        ),
        do=(AGAIN,),
    ),
}
