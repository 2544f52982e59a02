"""Warnings about a change: what follows from it. Each has a stable code for programs.

Codes are public, like problem codes. Those of `mapping_warning.` have their words among the problems.
"""

from __future__ import annotations

from collections.abc import Mapping

from wizard.messages.explanation import explain
from wizard.messages.language import N_, translate
from wizard.problem import Problem

CHANGE_WARNINGS: Mapping[str, str] = {
    # The application.
    "name_taken": N_("“{name}” exists already; choose it unless you want a second one."),
    "gallery_entry_ends": N_("Microsoft removes this gallery entry on {date}."),
    "role_exists": N_("The application has a role of that name already."),
    # People and groups.
    "person_disabled": N_("Disabled in Entra: no account is created."),
    "person_guest": N_("A guest of another organization."),
    "person_without_mail": N_("Has no mail address."),
    "group_not_security": N_("Not a security group: it cannot be assigned."),
    "groups_need_premium": N_("Groups can be assigned only with Entra ID P1 or P2, and none was found."),
    "unassigned_deactivated": N_(
        "Provisioning is on: people who are in no other assignment are deactivated in Playvox by the next cycle. Their data stays."
    ),
    "assignments_not_in_file": N_(
        "Assigned in Entra, but not in the file ({n}): {names}. They stay; “complete = true” removes them."
    ),
    # Connection and settings.
    "nobody_notified": N_("Nobody is notified when the accidental deletion threshold stops provisioning."),
    "other_playvox": N_("Provisioning would speak to another Playvox from then on: {new}"),
    "host_unconfirmed": N_(
        "{host} is not a Playvox host. The Playvox key would be sent there, so nothing is saved until you confirm this host."
    ),
    "host_confirmed": N_("{host} is not a Playvox host. The Playvox key is sent there, as you confirmed."),
    "entra_keeps_key": N_("Entra keeps the copy that was saved with the connection; provisioning goes on."),
    "relink_beta": N_(
        "This uses a part of Microsoft Graph that is in beta: it may change, and some tenants do not have it."
    ),
    "relink_cause": N_(
        "Correct the cause first, such as a wrong value in Entra or a duplicate account: otherwise the same account is matched again."
    ),
    # The key.
    "keep_old_key": N_("Keep the old key in Playvox until the new one is verified."),
    "old_key_missing": N_(
        "The old key is not on this computer, so it cannot be put back if the new one fails."
    ),
    "old_key_differs": N_(
        "The key on this computer is not the one that was last saved from here. If the new one fails, key {mark} is put back, provided that Playvox accepts it."
    ),
    # Scope.
    "scope_narrowed_kept": N_("People who are not assigned fall out of scope; their accounts stay active."),
    "scope_narrowed": N_("People who are not assigned fall out of scope and are deactivated in Playvox."),
    "restart_after_saving": N_("Entra notices this only with a restart, which is done right after saving."),
    "restart_when_started": N_(
        "Entra notices this only with a restart, which is done when you start provisioning."
    ),
    "restart_if_on": N_(
        "Entra notices this only with a restart, which follows at once when provisioning is on."
    ),
    "scope_everyone": N_("Every person of the tenant comes into scope, assigned or not."),
    "scope_widened_restart": N_(
        "A running job may evaluate people who come into scope only after a restart, which is done right after saving."
    ),
    "scope_widened_restart_later": N_(
        "A job may evaluate people who come into scope only after a restart, which is done when you start provisioning."
    ),
    "out_of_scope_kept": N_(
        "People who leave the scope keep an active Playvox account until somebody deactivates it."
    ),
    "out_of_scope_deactivated": N_(
        "People who fall out of scope, so that their accounts would be deactivated ({n}): {names}"
    ),
    # Mappings.
    "everyone_evaluated": N_(
        "Entra then evaluates everyone again, which can take as long as the first cycle did."
    ),
    "later_changes_undone": N_("The mappings were changed again since; that is undone as well."),
    "mappings_lost": N_(
        "Everything that was changed about the mappings goes, also the lists of attributes."
    ),
    "draft_dropped": N_("Your draft is dropped as well."),
    "matching_changed": N_(
        "The matching attributes change: {before} before, {after} from now on. A person whose account is not found this way gets a second account, or fails. Provision one person first."
    ),
    "no_matching": N_("No attribute matches existing accounts, so nobody could be found again."),
    "mapping_off": N_("The mapping of people is switched off."),
    "creating_off": N_("Creating accounts is switched off."),
    "updating_off": N_("Updating accounts is switched off; nobody would be deactivated either."),
    "groups_mapped": N_(
        "Groups are mapped too. Playvox documents people only: if it does not answer for groups, provisioning may go into quarantine. The connection test tells."
    ),
    "user_name_not_mapped": N_("“userName” is not mapped, and Playvox finds accounts by nothing else."),
    "attribute_undocumented": N_("Not among the attributes Playvox documents."),
    "default_unclear": N_(
        "Pages differ on whether the default also fills an empty attribute of an existing account."
    ),
    "matching_not_searchable": N_("Playvox documents no search by this attribute, so matching would fail."),
    # Turning on and off.
    "restart_turns_on": N_("Provisioning is off now. A restart switches it on."),
    "changes_follow": N_("Changes made in Entra meanwhile reach Playvox with the next cycle."),
    "cycle_finishes": N_("A cycle that is running now still runs to its end."),
    "changes_stop": N_("Accounts in Playvox stay as they are; changes in Entra no longer reach them."),
    "accounts_stay": N_("Accounts that were made meanwhile stay in Playvox."),
    # The log on this computer.
    "log_entries_deleted": N_(
        "Entries of before {time} are deleted on this computer at the next reading ({n})."
    ),
    # One person.
    "assignment_unread": N_("Whether this person is assigned could not be read; it is taken as given."),
    "not_assigned": N_("This person is not assigned to the application."),
    "account_unknown": N_("The account in Playvox is not known, so this shows a new one. {why}"),
    "scope_uncertain": N_("Only Entra can tell whether this person is in scope. {why}"),
    "only_known_accounts": N_(
        "Only an account that provisioning managed before is deactivated; others are left alone."
    ),
    "values_uncertain": N_("Some values depend on what Microsoft does not document; they may differ."),
    "switch_may_be_empty": N_(
        "{targets}: Microsoft reports that Switch can come out empty in a cycle in which its own attribute did not change, and advises IIF instead. No preview can show that."
    ),
    "value_fails": N_("{target}: {why}"),
    "one_person_at_once": N_("This changes Playvox for this one person, even while provisioning is off."),
    "on_demand_at_once": N_(
        "This changes Playvox for these people at once, also while provisioning is off."
    ),
}
PASSED_ON: Mapping[str, str] = {
    "object_gone": "The application or the provisioning job no longer exists in Entra.",
    "attribute_unknown": "Entra lists no attribute of this name for people.",
    "value_doubtful": "Why the value of an attribute is not known for sure.",
    "expression_fails": "Why an expression has no value.",
    "expression_note": "A note about the new value, as the mapping editor shows it.",
}
"""Codes of warnings whose sentences are made elsewhere, and what they mean, for docs/cli.md."""

MAPPING_WARNING = "mapping_warning."


class ChangeWarning(str):
    """A warning as its sentence, which is all that people see, with `code` and `subject` for programs.

    `subject`: name or id of the one it is about, where the code alone does not tell.
    """

    code: str
    subject: str

    def __new__(cls, code: str, sentence: str, subject: str = "") -> ChangeWarning:
        made = super().__new__(cls, sentence)
        made.code, made.subject = code, subject
        return made

    def about(self, name: str) -> ChangeWarning:
        """The same warning about this one, whose name is put before it."""
        return ChangeWarning(self.code, f"{name}: {self}", name)


def change_warning(code: str, subject: str = "", **facts: object) -> ChangeWarning:
    """The warning of this code; `facts` fill its sentence."""
    return ChangeWarning(code, translate(CHANGE_WARNINGS[code]).format(**facts), subject)


def problem_warning(problem: Problem) -> ChangeWarning:
    """A problem of the kind `mapping_warning` as a warning: what it is, and the consequence."""
    words = explain(problem)
    sentence = " ".join(part for part in (words.what, words.why) if part)
    return ChangeWarning(problem.code, sentence, problem.facts.get("target", ""))
