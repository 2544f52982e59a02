"""Words for plans: the reason for each person's action, and notes about the whole plan."""

from __future__ import annotations

from collections.abc import Mapping

from wizard.messages.explanation import explain
from wizard.messages.language import N_, _, text_for, translate
from wizard.problem import Problem

_REASONS: Mapping[str, str] = {
    "no_account": N_("No account with {matching} “{value}” exists."),
    "account_gone": N_("The linked account no longer exists in Playvox, so a new one is created."),
    "same": N_("The account agrees already."),
    "differs": N_("Changes: {attributes}."),
    "reactivated": N_("The account is inactive and becomes active again. Changes: {attributes}."),
    "disabled": N_("Disabled in Entra."),
    "unassigned": N_("No longer assigned."),
    "role_disabled": N_("Assigned, but every assigned role is switched off."),
    "filtered_out": N_("The scoping filter leaves this person out."),
    "deleted": N_("Deleted in Entra."),
    "deleted_for_good": N_(
        "Deleted in Entra 30 days ago or more: Microsoft has the account deleted, not only deactivated."
    ),
    "disabled_not_linked": N_(
        "Disabled in Entra. Provisioning never linked an account to this person, so nothing is changed."
    ),
    "unassigned_not_linked": N_(
        "Not assigned. Provisioning never linked an account to this person, so nothing is changed."
    ),
    "role_disabled_not_linked": N_(
        "Assigned, but every assigned role is switched off. Provisioning never linked an account to this "
        "person, so nothing is changed."
    ),
    "filtered_out_not_linked": N_(
        "The scoping filter leaves this person out. Provisioning never linked an account to this person, so "
        "nothing is changed."
    ),
    "inactive_already": N_("No longer in scope, and the account is inactive already."),
    "kept_active": N_("Out of scope. The account stays active, as this is set for people out of scope."),
    "stays_active": N_(
        "No longer entitled, but the account stays active: the mapping of active does not give False."
    ),
    "reactivated_in_playvox": N_(
        "Provisioning deactivated the account earlier. It was activated in Playvox since, which Entra does "
        "not notice."
    ),
    "creates_off": N_("No account exists, and creating accounts is switched off in the mapping."),
    "updates_off": N_("The account differs, but updating accounts is switched off in the mapping."),
    "not_kept": N_(
        "Playvox does not keep these values, so nothing changes when they are sent again: {attributes}."
    ),
    "no_matching_value": N_("Every matching attribute is empty: {matching}."),
    "object_ignored": N_("An expression takes this person out of provisioning."),
    "duplicate_accounts": N_("Provisioning fails: Playvox has several accounts with {matching} “{value}”."),
    "linked_to_other": N_("Provisioning fails: the account is linked to {other}."),
    "value_taken": N_("Provisioning fails: another account has the new matching value already."),
    "matching_refused": N_("Provisioning fails: Playvox cannot search by {matching}."),
    "linked_account_gone": N_(
        "The linked account no longer exists in Playvox. Nothing happens before provisioning is restarted."
    ),
    "not_until_restart": N_(
        "Came into scope with the wider scope. Nothing happens before provisioning is restarted or this person "
        "changes in Entra."
    ),
    "mapping_off": N_("Nothing happens to anybody: the mapping of people is switched off."),
    "provisioning_off": N_("Nothing happens to anybody while provisioning is off."),
    "connection_test_fails": N_(
        "Nothing happens to anybody: Playvox cannot search by the first matching attribute, so provisioning "
        "stops at its connection test."
    ),
    "groups_refused": N_(
        "Nothing happens to anyone: groups are mapped too and Playvox refuses to search for them, so provisioning "
        "stops at its connection test."
    ),
    "same_value_twice": N_("{other} has the same matching value: only one of them can have the account."),
    "filter_uncertain": N_("Whether the scoping filter lets this person in is unknown. {detail}"),
    "expression_uncertain": N_("The value of {attributes} is unknown, and the result depends on it."),
    "expression_failed": N_("The expression for {attribute} gives no value here. {detail}"),
    "perhaps_renamed": N_(
        "No account has the matching value. Whether an account with an older value is linked to this person is "
        "unknown."
    ),
    "perhaps_linked": N_(
        "Not in scope. Whether provisioning linked this account, and so deactivates it, is unknown."
    ),
    "perhaps_linked_to_other": N_(
        "An account has the matching value, but not this person's name. Whether provisioning linked it to another "
        "person, or this person to another account, is unknown."
    ),
    "perhaps_changed_in_playvox": N_(
        "The account was changed in Playvox. It is changed back only when this person changes in Entra: "
        "{attributes}."
    ),
    "perhaps_full_cycle": N_(
        "Nothing happens in a cycle of changes only. If mappings or scoping filters were changed elsewhere since the "
        "last cycle, the next one processes everyone; whether they were is unknown."
    ),
    "perhaps_left_out": N_(
        "In scope, but provisioning has linked no account to this person. Whether the person has changed in Entra "
        "since the last cycle, or waits for a restart since the scope became wider, is unknown."
    ),
    "perhaps_value_taken": N_(
        "Another account has the new matching value and gets another one itself. Which of them provisioning "
        "changes first, and so whether it fails here, is unknown."
    ),
    "perhaps_until_restart": N_(
        "In scope only while everyone was. The smaller scope reaches this person with a restart of provisioning, or "
        "with a change of this person in Entra. Whether the next cycle does, is unknown."
    ),
    "link_cleared": N_(
        "A restart cleared which account belongs to this person. Whether this person has changed in Entra since, so "
        "that the next cycle looks for the account again, is unknown."
    ),
    "failed_before": N_("The last attempt failed. When Microsoft tries again is unknown."),
    "perhaps_held_back": N_(
        "No longer entitled. Whether the account is deactivated or the deletion threshold holds it back is "
        "unknown, as it is unknown for others who may lose their account."
    ),
    "assignment_unread": N_(
        "An assignment or a group member that Entra sent could not be read. Whether it makes this person entitled is "
        "unknown."
    ),
    "person_unread": N_(
        "Linked, and not among the people that could be read. Whether this person was deleted in Entra is unknown."
    ),
    "account_unreadable": N_(
        "Playvox has an account with the matching value but without an id. What provisioning does with it is "
        "unknown."
    ),
    "account_taken_over": N_(
        "The account is linked to {other}, who no longer has it, and another person has its matching value. "
        "Who keeps it is unknown."
    ),
}
_NOTES: Mapping[str, str] = {
    "held_back": N_(
        "{count} accounts would be deactivated, and the deletion threshold is {threshold}: none of them is, and "
        "provisioning goes into quarantine until an administrator decides."
    ),
    "perhaps_held_back": N_(
        "Up to {count} accounts may be deactivated. From {threshold} on the deletion threshold holds all of them "
        "back and provisioning goes into quarantine."
    ),
    "active_not_mapped": N_(
        "The attribute active is not mapped, so nobody loses access: people who leave keep an "
        "active account."
    ),
    "active_never_false": N_(
        "The mapping of active never gives False, so nobody loses access: people who leave "
        "keep an active account. It is {expression}."
    ),
    "active_ignores_scope": N_(
        "The mapping of active gives False for disabled people only: people who are "
        "unassigned or filtered out keep an active account. It is {expression}."
    ),
    "active_never_true": N_(
        "The mapping of active does not give True for people in scope, so their accounts are inactive. It is "
        "{expression}."
    ),
    "restart_needed": N_("The changed scope takes effect with a restart of provisioning."),
    "left_out_until_restart": N_(
        "{count} people are in scope now, but not evaluated: a wider scope takes effect with a restart of "
        "provisioning, or when a person changes in Entra."
    ),
    "left_in_until_restart": N_(
        "{count} people are no longer in scope, but were not evaluated since: a smaller scope takes effect with a "
        "restart of provisioning, or when a person changes in Entra. Until then their accounts stay active."
    ),
    "nested_groups": N_("Assigned groups hold other groups, whose members are not provisioned: {groups}."),
    "only_nested_groups": N_(
        "Nobody is in scope: the assigned groups hold nothing but other groups, whose members are not "
        "provisioned: {groups}."
    ),
    "groups_without_security": N_(
        "Provisioning does not read groups that are not security-enabled: {groups}."
    ),
    "default_access": N_(
        "{count} people have Default Access only. Microsoft provisions them since April 2020; make sure with one "
        "person first."
    ),
    "roles_disabled": N_("{count} people are assigned, but every role they have is switched off."),
    "matching_refused": N_(
        "Playvox cannot search by {attribute}: provisioning fails for everybody who has no account under the "
        "matching attributes before it."
    ),
    "mapping_off": N_("The mapping of people is switched off, so nothing happens to anybody."),
    "new_application": N_(
        "The application {name} is still to be added. Uncertain is whether it offers the role {role}, and what "
        "anybody changes before its first cycle."
    ),
    "mappings_assumed": N_(
        "What a new application starts with can be read only after it was added. The plan takes the usual "
        "mappings: {attributes}. Who is created or found depends on them; compute the plan again once the "
        "application exists."
    ),
    "provisioning_off": N_(
        "While provisioning is off nothing happens to anybody: {deactivate} people who would lose access keep it, "
        "{create} get no account, {update} accounts stay as they are, and for {unknown} people it is unknown what "
        "would happen."
    ),
    "connection_test_fails": N_(
        "Playvox cannot search by {attribute}, the first matching attribute. Provisioning stops at its "
        "connection test, and nothing happens to anybody."
    ),
    "groups_refused": N_(
        "Groups are mapped too, and Playvox refuses to search for them. Provisioning stops at its connection test, "
        "and nothing happens to anyone. Switch off the mapping of groups."
    ),
    "groups_unknown": N_(
        "Groups are mapped too. Provisioning also tries to create these in Playvox, which this plan does not cover: "
        "{groups}."
    ),
    "all_groups_unknown": N_(
        "Groups are mapped too. Provisioning also tries to create every group of the tenant in Playvox, which this "
        "plan does not cover."
    ),
    "attribute_unread": N_(
        "The values of these attributes cannot be read here, so whatever depends on them is unknown: {attributes}."
    ),
    "people_unread": N_(
        "{count} people that Entra sent could not be read, and are missing here. Accounts in "
        "Playvox may be theirs."
    ),
    "assignments_unread": N_(
        "{count} assignments or group members that Entra sent could not be read. Who else is entitled is unknown."
    ),
    "accounts_not_listed": N_(
        "Playvox does not list its accounts, so they were searched for person by person. Accounts that belong to "
        "nobody in scope are unknown."
    ),
    "links_unknown": N_("Which accounts provisioning linked earlier could not be read. {reason}"),
    "links_not_asked": N_(
        "Which accounts provisioning linked earlier is unknown for {count} of them: there are too many to ask "
        "Microsoft about each."
    ),
    "links_perhaps_forgotten": N_(
        "A restart of provisioning may have cleared the links between people and accounts. "
        "For {count} people, the link can be read neither from the log nor from Microsoft's "
        "service, so what happens to them is unknown."
    ),
}
_ACTIONS: Mapping[str, str] = {
    "create": N_("Create"),
    "link": N_("Link"),
    "update": N_("Update"),
    "deactivate": N_("Deactivate"),
    "skip": N_("Skip"),
    "unknown": N_("Unknown"),
}
_HAPPENED: Mapping[str, str] = {
    "nothing": N_("Nothing"),
    "failed": N_("An error"),
    "held_back": N_("Held back"),
    "": N_("Not known yet"),
}
_VERDICTS: Mapping[str, str] = {
    "as_planned": N_("As planned"),
    "differently": N_("Differently"),
    "not_yet": N_("Not yet"),
    "unknown": N_("Unknown"),
    "was_unknown": N_("Unknown in the plan"),
}


def happened_name(happened: str) -> str:
    """What really happened to a person: an action, nothing, or an error."""
    return text_for(_HAPPENED, happened) if happened in _HAPPENED else action_name(happened)


def plan_verdict(verdict: str) -> str:
    """How a row of a plan went."""
    return text_for(_VERDICTS, verdict)


def action_name(action: str, *, first: bool = True) -> str:
    """What happens to a person, in a word or two.

    `first` False: the job has run before, so an account that agrees is usually linked already.
    """
    return text_for(_ACTIONS, action) if first or action != "link" else _("No change")


def plan_reason(reason: str, facts: Mapping[str, str]) -> str:
    """Why the plan expects this action for a person."""
    return _filled(_REASONS, reason, facts)


def plan_note(code: str, facts: Mapping[str, str]) -> str:
    """A note about the plan as a whole."""
    return _filled(_NOTES, code, facts)


class _Facts(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return _("another person") if key == "other" else "–"


def _filled(texts: Mapping[str, str], code: str, facts: Mapping[str, str]) -> str:
    if code not in texts:
        return code
    told = _Facts(facts)
    if "code" in told:  # the problem behind it has its own words
        told["detail"] = told["reason"] = explain(Problem(told["code"], dict(facts))).what
    return translate(texts[code]).format_map(told).strip()
