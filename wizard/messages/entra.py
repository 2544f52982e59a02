"""Words for problems that the Entra services report, and for clouds and permissions."""

from __future__ import annotations

from collections.abc import Mapping

from wizard.messages.entra_remedies import (
    ACTIVATE,
    AGAIN,
)
from wizard.messages.language import N_, text_for
from wizard.messages.words import FactWords, Words

_NOT_OVERWRITTEN = N_("They differ from what was shown, so nothing was overwritten.")
WORDS: Mapping[str, Words] = {
    "application_not_found": Words(
        N_("There is no application {name} in this tenant."),
        N_("Neither the name nor the id matches one, or it was registered in another tenant."),
        do=(N_("Choose an existing application, or add Playvox from the gallery."),),
    ),
    "application_ambiguous": Words(
        N_("{count} applications are called {name}."),
        N_("Names need not be unique in Entra."),
        do=(N_("Name the application by its object id instead."),),
    ),
    "role_unknown": Words(
        N_("The application has no role {role} for people."),
        N_("Roles it offers: {roles}"),
        do=(N_("Choose one of them, or add the role to the application first."),),
    ),
    "role_ambiguous": Words(
        N_("The application has several roles, and none is called User."),
        N_("Roles it offers: {roles}"),
        do=(N_("Choose the role to assign."),),
    ),
    "job_template_missing": Words(
        N_("The application offers no provisioning."),
        N_("Entra lists no provisioning template for it: not in the gallery entry, or not in this cloud."),
        do=(
            N_("If the application was added just now, wait a minute and refresh."),
            N_("Otherwise use the Playvox application from the gallery."),
        ),
    ),
    "job_template_oauth": Words(
        N_("The application wants OAuth client credentials, not a Playvox key."),
        N_("Its template {template} asks for {fields}. The key is never put into these fields."),
        do=(
            N_(
                "Ask Playvox for the client id, the client secret and the token endpoint, and enter them in the Entra admin center."
            ),
            N_("This program can still show, plan and monitor provisioning of this application."),
        ),
    ),
    "job_template_fields": Words(
        N_("The application asks for other credentials than a Tenant URL and a secret token."),
        N_("Its template {template} asks for {fields}."),
        do=(N_("Enter them in the Entra admin center, or choose another application."),),
    ),
    "connection_field_missing": Words(
        N_("The application asks for more than a Tenant URL and a key: {names}."),
        N_(
            "Its template requires these values, and neither this setup nor Entra has them in readable form."
        ),
        do=(
            N_("Enter them on the page Connection, or under [playvox.fields] in the configuration file."),
            N_("A secret one is read with --field-stdin NAME, such as {wire}."),
        ),
    ),
    "connection_field_unknown": Words(
        N_("The application does not ask for {name}."),
        "{names}",
        do=(N_("Remove it from the configuration file or the command line."),),
        facts={
            "names": FactWords(
                {"": N_("It asks for a Tenant URL and a key only.")}, otherwise=N_("It asks for {names}.")
            )
        },
    ),
    "connection_field_secret": Words(
        N_("{name} is a secret and does not belong in a file."),
        N_("The application's template says that Entra hides this value."),
        do=(N_("Remove it from the configuration file, and read it with --field-stdin {wire}."),),
    ),
    "connection_field_empty": Words(
        N_("No value came for {name}."),
        N_(
            "Each --field-stdin takes one line of standard input, in the order of the flags, after the key."
        ),
        do=(N_("Pass one line for each of them."),),
    ),
    "connection_field_too_long": Words(
        N_("The value of {name} is too long."),
        N_("At most {most} characters are taken."),
        do=(N_("Check whether more was copied than the value."),),
    ),
    "jobs_several": Words(
        N_("The application has {n} provisioning jobs, and none is chosen."),
        N_("They are {jobs}. Entra lists them in no particular order, so this program does not guess."),
        do=(N_("Choose one on the page Application, or with --job ID."),),
    ),
    "jobs_unread": Words(
        N_("Provisioning jobs of the application that could not be read: {n}."),
        N_(
            "Entra described them in another shape than Microsoft documents. Those that could be read: {jobs}. "
            "Nothing was chosen, and no further job was created."
        ),
        do=(AGAIN, N_("Name the job with --job ID, if it is one of those.")),
    ),
    "job_unknown": Words(
        N_("The application has no provisioning job {job}."),
        N_("It has {jobs}."),
        do=(N_("Choose one of them with --job ID."),),
    ),
    "job_template_ambiguous": Words(
        N_("It is not clear which provisioning template to use."),
        N_("Entra offers {templates} and marks none as the default."),
        do=(
            N_(
                "Set up provisioning once in the Entra admin center, then return; the job made there is used."
            ),
        ),
    ),
    "secrets_hidden_value": Words(
        N_("Saving would destroy a hidden setting ({names})."),
        N_(
            "Entra keeps connection settings as one set and shows secret ones only as an asterisk, so they cannot be sent back."
        ),
        do=(N_("Remove the setting in the Entra admin center if it is not needed, then save again."),),
    ),
    "secrets_changed_meanwhile": Words(
        N_("Somebody changed the connection settings in the meantime."),
        _NOT_OVERWRITTEN,
        do=(N_("Refresh the step, check the new settings, and save again if yours are still wanted."),),
    ),
    "secrets_too_large": Words(
        N_("The connection settings are too long for this cloud."),
        N_("Together they take {size} bytes; Azure Government keeps at most {limit}."),
        do=(N_("Use a shorter notification address, or a Playvox key with a shorter name."),),
    ),
    "secrets_not_kept": Words(
        N_("Entra accepted the settings but does not show them ({names})."),
        N_("Reading them back still gave other values."),
        do=(AGAIN, N_("Refresh the step: it shows what Entra has now.")),
    ),
    "schema_without_user_rule": Words(
        N_("The provisioning job has no mapping for users."),
        N_("Its schema holds no rule whose source is a user."),
        do=(N_("Restore the default mappings, then refresh."),),
    ),
    "schema_changed_meanwhile": Words(
        N_("Somebody changed the mappings in the meantime."),
        _NOT_OVERWRITTEN,
        do=(N_("Refresh the step and make your change again."),),
    ),
    "logs_need_licence": Words(
        N_("Provisioning logs need Entra ID P1 or P2 in this tenant."),
        N_("Microsoft gave that as the reason for refusing them."),
        do=(N_("The job's own status and provisioning one person on demand work without."),),
    ),
    "logs_need_role": Words(
        N_("Your account may not read provisioning logs."),
        N_("Entra answered {status}: {message}"),
        do=(
            N_(
                "Reports Reader, Security Reader or Application Administrator may; the owner of the application too."
            ),
            ACTIVATE,
        ),
    ),
}
_CLOUD_NOTES: Mapping[str, str] = {
    "gallery_provisioning_missing": N_(
        "Microsoft says that gallery applications cannot provision in this cloud; the Playvox entry may be missing."
    ),
    "secrets_one_kilobyte": N_("Key and notification address together may take 1 KB at most here."),
    "validation_undocumented": N_(
        "Microsoft does not document its connection test and expression test for this cloud."
    ),
}
_SCOPE_REASONS: Mapping[str, str] = {
    "app_owned": N_("Reads and changes the provisioning of the applications it owns."),
    "app_people": N_("Reads people: who is in scope, who is missing, and the plan."),
    "app_groups": N_("Reads the members of assigned groups."),
    "app_logs": N_("Reads the provisioning log."),
    "app_assign": N_("Assigns people and groups; only needed where the program does that."),
    "who_you_are": N_("Shows who is signed in."),
    "tenant_name": N_("Shows the name of your organization, so that you see which tenant you work in."),
    "your_roles": N_("Checks which administrator roles you have before you rely on them."),
    "licences": N_("Checks whether groups can be assigned: that needs Entra ID P1 or P2."),
    "find_application": N_("Finds the Playvox applications you already have, and who is assigned."),
    "read_provisioning": N_("Reads the provisioning settings, mappings and status."),
    "read_people": N_("Finds people and previews what Playvox would receive for them."),
    "read_groups": N_("Finds groups and counts who is in them."),
    "read_logs": N_("Shows what happened to each person, and why."),
    "add_application": N_("Adds Playvox from the gallery, and roles to the application."),
    "assign_people": N_("Assigns people and groups to Playvox, and takes them off again."),
    "set_up_provisioning": N_("Saves the connection, changes mappings, starts and pauses provisioning."),
    "test_from_microsoft": N_(
        "Graph asks for it before Microsoft's service tests the connection. The test changes nothing, but the permission would allow changing provisioning."
    ),
}


def cloud_note(code: str) -> str:
    """A note about a cloud; the code itself when it has no words."""
    return text_for(_CLOUD_NOTES, code)


def scope_reason(code: str) -> str:
    """The purpose of a permission; the code itself when it has no words."""
    return text_for(_SCOPE_REASONS, code)
