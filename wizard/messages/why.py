"""Words for the links between a person in Entra and an account in Playvox: what was found, and the cure."""

from __future__ import annotations

from collections.abc import Mapping

from wizard.messages.language import N_, NC_, text_for
from wizard.messages.words import Words

_NEXT_CYCLE = N_("Wait for the next cycle, or provision this person on demand.")
_RESTART = N_("Restart provisioning under “Monitor”, so that everyone is processed again.")
_LINKS: Mapping[str, str] = {
    "assigned": N_("Assigned"),
    "role": N_("Role"),
    "enabled": N_("Enabled in Entra"),
    "in_scope": N_("In scope"),
    "mapped": N_("Mapped"),
    "matched": N_("Matched"),
    "sent": N_("Sent to Playvox"),
    "answered": N_("Answered by Playvox"),
}
_STATES: Mapping[str, str] = {
    "ok": N_("OK"),
    "broken": NC_("link of an explanation", "Broken"),
    "unknown": N_("Unknown"),
    "not_reached": N_("Not reached"),
}
_CAUSES: Mapping[str, str] = {
    "unassigned": N_("no longer assigned"),
    "role_disabled": N_("every assigned role is turned off"),
    "disabled": N_("disabled in Entra"),
    "filtered_out": N_("left out by the scoping filter"),
    "deleted": N_("deleted in Entra"),
}
_VALUES: Mapping[str, str] = {
    "value_empty": N_("The value in Entra is empty, and empty values are never sent."),
    "value_at_creation": N_("The mapping sends this attribute only when it creates an account."),
    "value_kept": N_("The mapping sends this attribute only while it is empty in Playvox."),
    "value_sent": N_("The mapping sends this attribute; see “Sent to Playvox” and “Answered by Playvox”."),
    "value_fails": N_("The expression of this attribute gives no value for this person."),
    "value_ignored": N_("The expression leaves this attribute out for this person."),
    "value_unmapped": N_("No mapping writes this attribute, so provisioning never changes it."),
}

WORDS: Mapping[str, Words] = {
    "why.person_unknown": Words(
        N_("Nobody in this tenant is known as {name}."),
        N_("No user principal name, email address, object id or display name is the same."),
        do=(
            N_("Check the spelling, or use the user principal name or the object id from Entra."),
            N_(
                "People who were deleted more than 30 days ago are not found. The provisioning log may name them."
            ),
        ),
    ),
    "why.person_ambiguous": Words(
        N_("{name} may be {count} people: {people}."),
        do=(N_("Use the user principal name or the object id of the one you mean."),),
    ),
    "why.not_reached": Words(N_("Not judged, because an earlier link is broken.")),
    "why.assigned_everybody": Words(N_("The scope is all users and groups, so no assignment is needed.")),
    "why.assigned_directly": Words(N_("Assigned directly.")),
    "why.assigned_through": Words(N_("Assigned through {groups}.")),
    "why.assignment_unread": Words(
        N_(
            "An assignment or a membership that Entra sent could not be read. Whether it is this person's is unknown."
        ),
        do=(N_("Check the assignments in the Microsoft Entra admin center."),),
    ),
    "why.assigned_nested": Words(
        N_(
            "Not assigned: only inside a group that belongs to {groups}. Provisioning does not read groups in "
            "groups."
        ),
        do=(N_("Assign the inner group or the person to the application under “Users and groups”."),),
    ),
    "why.assigned_unsecured": Words(
        N_("Assigned only through {groups}, which is not security-enabled. Provisioning does not read it."),
        do=(N_("Assign the person or a security group under “Users and groups”."),),
    ),
    "why.not_assigned": Words(
        N_("Not assigned to the application, neither directly nor through a group."),
        do=(
            N_(
                "Assign the person, or a security group with the person as a direct member, under “Users and groups”."
            ),
        ),
    ),
    "why.role_everybody": Words(N_("The scope is all users and groups, so no role is needed.")),
    "why.role_on": Words(N_("Has the role {roles}.")),
    "why.role_default_access": Words(
        N_("Has Default Access, which Microsoft provisions like any role since April 2020.")
    ),
    "why.role_off": Words(
        N_("Assigned, but the role {roles} is turned off."),
        do=(
            N_("Assign another role under “Users and groups”."),
            N_("Or turn the role on under “App roles” of the app registration."),
        ),
    ),
    "why.enabled": Words(N_("The Entra account is enabled.")),
    "why.disabled": Words(
        N_("The Entra account is disabled. Provisioning gives no account to disabled people."),
        do=(
            N_("Enable the account in Entra if this person is to have access. Otherwise nothing is wrong."),
        ),
    ),
    "why.enabled_unread": Words(
        N_("Entra did not say whether the account is enabled."),
        do=(N_("Sign in with an account that may read users, and try again."),),
    ),
    "why.no_filter": Words(N_("There is no scoping filter.")),
    "why.filter_passed": Words(N_("The scoping filter lets this person in: {filter}.")),
    "why.filtered_out": Words(
        N_("The scoping filter leaves this person out: {filter}."),
        do=(
            N_("Correct the attribute in Entra, or change the filter under “Mappings”."),
            N_("A changed filter starts a full cycle; count the affected people first."),
        ),
    ),
    "why.filter_uncertain": Words(
        N_("Whether the scoping filter lets this person in is unknown: {filter}. {detail}"),
        do=(
            N_(
                "Change the filter to an operator whose result is certain, or provision this person on demand."
            ),
        ),
    ),
    "why.mapping_off": Words(
        N_("The mapping of people is turned off, so nobody is provisioned."),
        do=(N_("Turn the mapping of users on in the Entra admin center."),),
    ),
    "why.mapped": Words(N_("The mapping gives a value to match by: {value}.")),
    "why.expression_failed": Words(
        N_("The expression for {attribute} fails for this person. {detail}"),
        do=(N_("Correct the expression under “Mappings”, or the attribute in Entra that it reads."),),
    ),
    "why.no_matching_value": Words(
        N_("Every attribute used for matching is empty for this person: {matching}."),
        do=(N_("Fill the attribute in Entra, or match by an attribute that everyone has."),),
    ),
    "why.object_ignored": Words(
        N_("An expression of the mapping takes this person out of provisioning."),
        do=(N_("Change the expression under “Mappings” if this person is to have an account."),),
    ),
    "why.expression_uncertain": Words(
        N_("The mapping's value of {attributes} is unknown, and everything after it depends on it."),
        do=(N_("Provision this person on demand: Microsoft's service shows the value."),),
    ),
    "why.linked": Words(N_("Linked to the account {account}.")),
    "why.found": Words(N_("The account {account} is found by {matching}.")),
    "why.no_account": Words(
        N_("No account has {matching} “{value}”, so a new one is to be created."),
        variants={
            ("matching", ""): Words(N_("No account belongs to this person, so one is to be created."))
        },
    ),
    "why.not_needed": Words(N_("Not compared.")),
    "why.duplicate_accounts": Words(
        N_("Playvox has several accounts with {matching} “{value}”, so none of them is used."),
        do=(N_("Remove the duplicate in Playvox, or match by an attribute that is unique."),),
    ),
    "why.linked_to_other": Words(
        N_("The account that matches is linked to {other} already."),
        do=(
            N_("Give each of the two people their own value of the matching attribute in Entra."),
            N_("If the link is wrong, relink the account."),
        ),
    ),
    "why.holder_unread": Words(
        N_(
            "The account {account} matches. Whether it is linked to somebody else is unknown, because neither the "
            "links nor the log could be read. {detail}"
        ),
        do=(N_("Provision this person on demand: the result shows whether the account is used."),),
    ),
    "why.deleted": Words(
        N_("Deleted in Entra at {at}, so provisioning deactivates the account in Playvox."),
        do=(
            N_("Restore the person in the Entra admin center under “Deleted users”, within 30 days."),
            N_(
                "Otherwise nothing is wrong: 30 days after the deletion Microsoft deletes the person for good."
            ),
        ),
    ),
    "why.matching_refused": Words(
        N_("Playvox cannot search by {matching}, so the connection test and matching fail."),
        do=(N_("Match by userName, the only attribute Playvox documents for searches."),),
    ),
    "why.linked_account_gone": Words(
        N_("The account that was linked to this person no longer exists in Playvox."),
        do=(_RESTART,),
    ),
    "why.perhaps_renamed": Words(
        N_(
            "No account has the matching value; an account with an older value may still be linked to this person."
        ),
        do=(N_("Provision this person on demand: the result shows the account."),),
    ),
    "why.value_unknown": Words(N_("The matching value is unknown, so no account can be searched for.")),
    "why.playvox_unread": Words(N_("Playvox could not be read. {detail}")),
    "why.up_to_date": Words(
        N_("Nothing has to be sent. Last processed at {at}."),
        variants={("at", ""): Words(N_("Nothing has to be sent."))},
    ),
    "why.tried": Words(N_("Sent at {at}.")),
    "why.no_job": Words(
        N_("There is no provisioning job yet, so nothing is sent."),
        do=(N_("Save the connection, then start provisioning under “Turn on”."),),
    ),
    "why.off": Words(
        N_("Provisioning is off, so nothing is sent."),
        do=(N_("Start provisioning under “Monitor”."),),
    ),
    "why.quarantine": Words(
        N_("Provisioning is in quarantine since {since}, so nearly nothing is sent. {detail}"),
        do=(N_("Recover from the quarantine under “Monitor”."),),
    ),
    "why.groups_refused": Words(
        N_("Groups are mapped too and Playvox refuses them, so provisioning stops at its connection test."),
        do=(N_("Turn the mapping of groups off in the Entra admin center."),),
    ),
    "why.creates_off": Words(
        N_("The mapping does not create accounts: “Create” is turned off."),
        do=(N_("Turn “Create” on among the target object actions of the mapping."),),
    ),
    "why.updates_off": Words(
        N_("The account differs, and the mapping does not update accounts: “Update” is turned off."),
        do=(N_("Turn “Update” on among the target object actions of the mapping."),),
    ),
    "why.first_cycle": Words(
        N_("The first cycle has not processed this person yet."),
        do=(N_("Wait until the first cycle ends, or provision this person on demand."),),
    ),
    "why.full_cycle": Words(
        N_("The full cycle after a restart or a saved mapping has not processed this person yet."),
        do=(N_("Wait until the cycle ends, or provision this person on demand."),),
    ),
    "why.not_processed": Words(
        N_("The provisioning log has no entry for this person: no cycle has processed the person yet."),
        do=(_NEXT_CYCLE, _RESTART),
    ),
    "why.retried_later": Words(
        N_(
            "The attempt at {at} failed: {cause} That is resolved, but the service has not tried again. Next: {next}."
        ),
        do=(_NEXT_CYCLE,),
        variants={
            ("next", ""): Words(
                N_(
                    "The attempt at {at} failed: {cause} That is resolved, but the service has not tried again."
                ),
                do=(_NEXT_CYCLE,),
            )
        },
    ),
    "why.looked_before": Words(
        N_(
            "At {at} this person was skipped: {cause} That has changed since; the next cycle has not run yet."
        ),
        do=(_NEXT_CYCLE, _RESTART),
    ),
    "why.deactivated_before": Words(
        N_("Provisioning deactivated the account at {at}. No cycle has processed this person since."),
        do=(_NEXT_CYCLE, _RESTART),
    ),
    "why.changed_in_playvox": Words(
        N_("The account was changed in Playvox at {at}, which Entra does not notice."),
        do=(N_("Provision this person on demand, or restart provisioning for everyone."),),
    ),
    "why.changed_since": Words(
        N_("Last processed at {at}. What differs now has not been sent since."),
        do=(_NEXT_CYCLE,),
    ),
    "why.log_unread": Words(N_("The provisioning log could not be read. {detail}")),
    "why.agrees": Words(N_("The account in Playvox agrees with Entra.")),
    "why.accepted": Words(N_("Playvox accepted the change at {at}.")),
    "why.refused": Words(
        N_("Refused at {at}: {cause}"),
        variants={("cause", ""): Words(N_("Refused at {at} with the code {code}."))},
    ),
    "why.not_kept": Words(
        N_("Playvox accepted the change at {at} and does not keep these values: {attributes}."),
        do=(N_("Ask Playvox support why the values are not kept, or remove their mappings."),),
    ),
}


def link_name(link: str) -> str:
    """A link in words."""
    return text_for(_LINKS, link)


def link_state(state: str) -> str:
    """The state of a link in words."""
    return text_for(_STATES, state)


def deactivation_cause(cause: str) -> str:
    """Why an account was deactivated; empty when unknown."""
    return text_for(_CAUSES, cause) if cause else ""


def value_reason(code: str) -> str:
    """Why a value in Playvox differs from Entra."""
    return text_for(_VALUES, code)
