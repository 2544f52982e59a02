"""Words of the guided steps: problems, and the names of things the steps speak about."""

# ruff: noqa: E501 - a sentence is one line, as translators see it
from __future__ import annotations

from collections.abc import Callable, Mapping

from wizard.messages.explanation import (
    Explanation,
    Words,
    register,
)
from wizard.messages.language import _

Facts = Mapping[str, str]


def _plain(what: Callable[[], str], why: Callable[[], str] | None, *do: Callable[[], str]) -> Words:
    def words(facts: Facts) -> Explanation:
        return Explanation(
            what().format_map(facts),
            why().format_map(facts) if why else "",
            tuple(each().format_map(facts) for each in do),
        )

    return words


register(
    {
        "step_busy": _plain(
            lambda: _("This step is still at work."),
            lambda: _("A change is under way and is not interrupted by another one: {doing}"),
            lambda: _("Wait until it is done, or cancel it first."),
        ),
        "choose_first": _plain(
            lambda: _("Practice or your organisation: that is not chosen yet."),
            None,
            lambda: _("Choose one of them under “Before you begin”."),
        ),
        "sign_in_first": _plain(
            lambda: _("Nobody is signed in."),
            lambda: _("This is read from, or written to, Microsoft Entra."),
            lambda: _("Sign in under “Before you begin”."),
        ),
        "other_account": _plain(
            lambda: _("Somebody else signed in."),
            lambda: _(
                "The permission was to be given by {account}, but {other} answered, so nothing was changed."
            ),
            lambda: _("Try again and choose {account} in the browser."),
            lambda: _("To work as {other}, sign out first."),
        ),
        "cloud_unknown": _plain(
            lambda: _("There is no Microsoft cloud named {cloud}."),
            None,
            lambda: _("Use global, usgov, usgov-dod or china."),
        ),
        "client_id_malformed": _plain(
            lambda: _("This is not a client id."),
            lambda: _(
                "A client id has 32 letters and digits in five groups, such as 00000000-0000-0000-0000-000000000000."
            ),
            lambda: _("Copy “Application (client) ID” from the app registration's overview."),
            lambda: _("Leave the field empty to use Microsoft's own command-line application."),
        ),
        "tenant_malformed": _plain(
            lambda: _("This is not a tenant."),
            lambda: _("A tenant is named by its id or by one of its domains."),
            lambda: _(
                "Enter something like contoso.com, or leave the field empty and let the account decide."
            ),
        ),
        "practice_only": _plain(
            lambda: _("There is no practice tenant in use."),
            None,
            lambda: _("Choose practice under “Before you begin”."),
        ),
        "key_first": _plain(
            lambda: _("The Playvox key is needed here."),
            lambda: _(
                "Entra keeps its copy hidden and takes its settings as a whole only, so every saving carries the key."
            ),
            lambda: _("Paste the key under “Playvox key”."),
        ),
        "test_first": _plain(
            lambda: _("There is no test yet to save."),
            None,
            lambda: _("Choose Test Connection first."),
        ),
        "report_not_saved": _plain(
            lambda: _("The report could not be saved as {file}."),
            lambda: _("The computer says: {reason}."),
            lambda: _("Choose another folder, or make room."),
        ),
        "bundle_not_saved": _plain(
            lambda: _("The support bundle could not be saved as {file}."),
            lambda: _("The computer says: {reason}."),
            lambda: _("Choose another folder, or make room."),
        ),
        "address_first": _plain(
            lambda: _("The Tenant URL is missing."),
            None,
            lambda: _("Enter your Playvox subdomain under “Connection”."),
        ),
        "application_first": _plain(
            lambda: _("No application is chosen."),
            None,
            lambda: _("Choose or add one under “Application”."),
        ),
        "job_first": _plain(
            lambda: _("There is no provisioning job yet."),
            lambda: _("It is made when the connection is saved."),
            lambda: _("Save the connection first."),
        ),
        "gallery_without_playvox": _plain(
            lambda: _("The application gallery of this cloud has no Playvox."),
            lambda: _("National clouds offer few gallery applications."),
            lambda: _(
                "Add a non-gallery application named Playvox in the Entra admin center, then look again here."
            ),
        ),
        "name_unusable": _plain(
            lambda: _("This name cannot be used."),
            lambda: _(
                "A name has 1 to {longest} printable characters; a role's name letters, digits and blanks only."
            ),
            lambda: _("Enter another name."),
        ),
        "person_not_found": _plain(
            lambda: _("Nobody signs in as {name}."),
            lambda: _("The directory has no such sign-in name; it may differ from the mail address."),
            lambda: _("Look the person up in Entra and use the user principal name."),
        ),
        "group_not_found": _plain(
            lambda: _("There is no group named {name}."),
            None,
            lambda: _("Use the group's name exactly as Entra shows it."),
        ),
        "group_ambiguous": _plain(
            lambda: _("Several groups are named {name}."),
            lambda: _("Names of groups need not be unique, so it is unclear which one is meant."),
            lambda: _("Rename one of them, or assign the right one in the window."),
        ),
        "email_malformed": _plain(
            lambda: _("This is not one e-mail address."),
            lambda: _("Entra takes the address of one person or one group."),
            lambda: _("Enter something like it@contoso.com, or leave the field empty."),
        ),
        "threshold_out_of_range": _plain(
            lambda: _("This number cannot be used."),
            lambda: _("The guard takes a whole number from 1 to {largest}."),
            lambda: _("Enter such a number, or switch the guard off."),
        ),
        "application_meanwhile": _plain(
            lambda: _("“{name}” was added in the meantime."),
            lambda: _(
                "Another administrator or another copy of this program made it, so no second one was made."
            ),
            lambda: _("Look for Playvox applications again and choose it."),
        ),
        "changed_meanwhile": _plain(
            lambda: _("Somebody changed these settings in Entra in the meantime."),
            lambda: _("What was shown to you is no longer what is there, so nothing was overwritten."),
            lambda: _("Look at the new differences and save again if they are right."),
        ),
        "microsoft_cannot_connect": _plain(
            lambda: _("Microsoft's service cannot connect to Playvox with this address and key."),
            lambda: _("Nothing was saved. Microsoft says: {code} {message}"),
            lambda: _("Test the connection; it tells which part fails and what to do."),
        ),
        "apply_connection_fails": _plain(
            lambda: _("Nothing was changed, because the connection to Playvox does not work: {what}"),
            lambda: "{why}",
            lambda: "{do}",
        ),
        "practice_line_unreadable": _plain(
            lambda: _("{file} does not hold the line of a running practice tenant."),
            None,
            lambda: _("Run “practice serve” and write its first line into the file."),
        ),
        "config_unreadable": _plain(
            lambda: _("{file} cannot be read as a configuration."),
            lambda: "{why}",
            lambda: _("Compare it with the example in docs/cli.md."),
        ),
        "config_unknown_key": _plain(
            lambda: _("{file}, line {line}: there is no setting named {field}."),
            lambda: _("Unknown settings are refused, so that a misspelt one is not silently ignored."),
            lambda: _("Correct the name or remove the line."),
        ),
        "config_bad_value": _plain(
            lambda: _("{file}, line {line}: {field} cannot be used."),
            lambda: "{why}",
            lambda: _("Correct the value."),
        ),
        "restart_unknown": _plain(
            lambda: _("There is no restart named {choice}."),
            None,
            lambda: _("Choose one of the offered kinds of restart."),
        ),
        "mapping_missing": _plain(
            lambda: _("This job maps no people."),
            lambda: _("Its attribute mappings hold no mapping from users to Playvox accounts."),
            lambda: _("Restore the default mappings in the Entra admin center, then look again."),
        ),
        "setup_profile_unreadable": _plain(
            lambda: _("What was remembered of this set-up cannot be read."),
            lambda: _("The file {file} is damaged or was edited."),
            lambda: _("Move the file away and sign in again: everything that matters is read from Entra."),
        ),
        "setup_profile_newer": _plain(
            lambda: _("A newer version of this program wrote what is remembered of this set-up."),
            lambda: _("The file is {file}."),
            lambda: _("Use the newer version, or move the file away."),
        ),
        "setup_in_use": _plain(
            lambda: _("Another copy of this program is still changing this set-up."),
            lambda: _("It has not finished for a quarter of an hour, so nothing was changed from here."),
            lambda: _("Look at the other copy, finish or close it there, and try again."),
        ),
        "setup_folder_unusable": _plain(
            lambda: _("Answers cannot be kept on this computer."),
            lambda: _("The folder {folder} cannot be written, or another copy of the program holds it."),
            lambda: _(
                "Close other copies of the program, check the disk and the folder's permissions, and try again."
            ),
        ),
        "setup_journal_unusable": _plain(
            lambda: _("The journal cannot be written, so nothing was changed."),
            lambda: _("Every change is written down before it is made; the file is {file}."),
            lambda: _("Check the disk and the folder's permissions, and try again."),
        ),
    }
)


def cloud_name(cloud: str) -> str:
    """A Microsoft cloud's name."""
    names = {
        "global": lambda: _("Microsoft Entra (global)"),
        "usgov": lambda: _("US Government (GCC High)"),
        "usgov-dod": lambda: _("US Government (DoD)"),
        "china": lambda: _("China (21Vianet)"),
        "practice": lambda: _("Practice tenant on this computer"),
    }
    return names[cloud]() if cloud in names else cloud


def cleanup_sentence(code: str) -> str:
    """One thing noticed about a pasted key."""
    sentences = {
        "blanks": lambda: _("Blanks were taken away."),
        "line_breaks": lambda: _("Line breaks were taken away."),
        "invisible": lambda: _("Invisible characters were taken away."),
        "quotes": lambda: _("Quotation marks were taken away."),
        "bearer": lambda: _("The word “Bearer” was taken away."),
        "basic": lambda: _("The word “Basic” was taken away."),
        "label": lambda: _("A label in front of the key was taken away."),
        "not_base64": lambda: _(
            "This does not look like Base64; check that it is the value named BASE64 KEY."
        ),
        "url": lambda: _("This looks like an address, not like a key."),
        "id_and_key": lambda: _(
            "This looks like the key's id and secret; the BASE64 KEY is both in one, encoded."
        ),
        "double_base64": lambda: _("This seems to be encoded twice."),
        "no_colon": lambda: _("This may be the API key itself instead of the BASE64 KEY."),
        "password": lambda: _("This looks like a password or a sentence, not like a key."),
        "short": lambda: _("This is short for a key; was all of it copied?"),
        "not_ascii": lambda: _("This contains letters that keys do not have."),
        "jwt": lambda: _("This looks like a sign-in token of another service."),
    }
    return sentences[code]() if code in sentences else code


def keyring_why(code: str) -> str:
    """Why the key is not kept beyond this session."""
    sentences = {
        "no_keyring": lambda: _(
            "There is no keyring on this computer, so the key is kept until this program is closed."
        ),
        "not_trusted": lambda: _(
            "The keyring found here keeps secrets in files, so it is not used; the key is kept until this program is closed."
        ),
        "not_answering": lambda: _(
            "The keyring did not answer, so the key is kept until this program is closed."
        ),
        "locked": lambda: _("The keyring stayed locked, so the key is kept until this program is closed."),
        "failed": lambda: _("The keyring refused, so the key is kept until this program is closed."),
    }
    return sentences[code]() if code in sentences else _("The key is kept until this program is closed.")


def provisioning_sentence(state: str) -> str:
    """What is known of an application's provisioning job, from its schedule state."""
    if state == "Active":
        return _("Provisioning is on.")
    if state:
        return _("A provisioning job exists and is off.")
    return _("A provisioning job exists.")


def recommendation(reason: str, *, sso: bool, kind: str, enabled: bool) -> str:
    """Why an application is recommended, or what speaks against it."""
    sentences = {
        "only_one_with_job": lambda: _("Recommended: provisioning was begun here already."),
        "several_with_job": lambda: _("Recommended: of several with provisioning, this one is furthest."),
        "gallery_without_job": lambda: _(
            "Recommended: it came from the gallery and is free for provisioning."
        ),
        "non_gallery_without_job": lambda: _(
            "Recommended: it is the only one free for provisioning; it did not come from the gallery."
        ),
    }
    if reason in sentences:
        return sentences[reason]()
    if not enabled:
        return _("It is disabled.")
    if sso:
        return _(
            "People sign in with it. It could be used, but for a first test a separate application is safer."
        )
    if kind == "other":
        return _("Only its name suggests Playvox.")
    return _("It could be used.")


def waiting_sentence(what: str) -> str:
    """What Entra is being waited for."""
    sentences = {
        "application": lambda: _("Waiting until Entra knows the application everywhere …"),
        "service_principal": lambda: _("Waiting until Entra knows the application everywhere …"),
        "job": lambda: _("Waiting until Entra knows the provisioning job …"),
        "job_state": lambda: _("Waiting until Entra shows the new state …"),
        "settings": lambda: _("Waiting until Entra shows the saved settings …"),
        "role": lambda: _("Waiting until Entra shows the role …"),
    }
    return sentences[what]() if what in sentences else _("Waiting for Entra …")


def scope_name(scope: str) -> str:
    """Whom provisioning looks at, with the portal's nouns."""
    return _("all users and groups") if scope == "all" else _("assigned users and groups only")


def setting_name(name: str) -> str:
    """A provisioning setting, with the portal's nouns."""
    names = {
        "BaseAddress": lambda: _("Tenant URL"),
        "SecretToken": lambda: _("Secret token"),
        "SyncAll": lambda: _("Scope"),
        "Recipients": lambda: _("Notification email"),
        "DeleteThreshold": lambda: _("Accidental deletion threshold"),
        "SkipOutOfScopeDeletions": lambda: _("People who fall out of scope"),
    }
    return names[name]() if name in names else name


def address_note(code: str) -> str:
    """What was made of a typed address; empty for what needs no words."""
    sentences = {
        "from_login_url": lambda: _("Made from the address of your Playvox window."),
        "resource_removed": lambda: _("The part behind the SCIM address was taken away."),
        "query_removed": lambda: _("The part behind the question mark was taken away."),
        "flags_kept": lambda: _("A feature flag for Entra is kept in the address."),
        "idn": lambda: _("The name contains letters beyond a to z; it is shown in its technical form."),
        "path_unusual": lambda: _("The path is not /scim/v1, which Playvox uses."),
        "host_unusual": lambda: _(
            "The host is not one of playvox.com. The key goes there: make sure it is yours."
        ),
        "private": lambda: _("The host lies in a private network; Microsoft's service may not reach it."),
        "loopback": lambda: _("The host is this computer."),
        "plain_http": lambda: _("The connection is not encrypted; that is only possible on this computer."),
    }
    return sentences[code]() if code in sentences else ""


def restart_words(choice: str) -> tuple[str, str]:
    """A kind of restart: its name and what it means."""
    words = {
        "portal": lambda: (
            _("Restart provisioning"),
            _(
                "Everybody is looked at again, failures are tried anew, quarantine is lifted. The usual choice."
            ),
        ),
        "watermark": lambda: (_("Look at everybody again"), _("Not only at changes since the last cycle.")),
        "escrows": lambda: (
            _("Stop retrying failures"),
            _("People whose provisioning failed are no longer tried again."),
        ),
        "quarantine": lambda: (
            _("Lift quarantine"),
            _("For the time being: it comes back when the cause is still there."),
        ),
        "full": lambda: (
            _("Forget everything"),
            _("The job's whole memory is cleared and rebuilt, which can take long."),
        ),
        "allow_deletes": lambda: (
            _("Let the held-back deactivations through"),
            _(
                "The accidental-deletion guard stopped them; afterwards these people are deactivated in Playvox."
            ),
        ),
    }
    return words[choice]()


def action_sentence(action: str, name: str) -> str:
    """What an on-demand provisioning did to one person."""
    sentences = {
        "create": lambda: _("An account was created for {name}."),
        "update": lambda: _("{name}'s account was updated."),
        "disable": lambda: _("{name}'s account was deactivated."),
        "delete": lambda: _("{name}'s account was deleted."),
    }
    known = sentences.get(action.casefold())
    return (known() if known else _("{name} was provisioned.")).format(name=name)


def trial_step_title(kind: str, name: str) -> str:
    """The name of one step of the service's answer."""
    titles = {
        "import": lambda: _("Read the person from Entra"),
        "scoping": lambda: _("Decide whether the person is in scope"),
        "matching": lambda: _("Look for the account in Playvox"),
        "export": lambda: _("Send the change to Playvox"),
    }
    found = titles.get(kind.casefold())
    return found() if found else name or kind


def fate_reason(reason: str, facts: Facts) -> str:
    """Why the plan expects something for a person."""
    sentences = {
        "no_account": lambda: _("No account with {matching} “{value}” exists."),
        "same": lambda: _("The account agrees already."),
        "differs": lambda: _("Would change: {attributes}."),
        "disabled_in_entra": lambda: _("Disabled in Entra; the account exists and would be deactivated."),
        "disabled_no_account": lambda: _("Disabled in Entra and without an account."),
        "inactive_already": lambda: _("Out of scope, and the account is deactivated already."),
        "out_of_scope": lambda: _("No longer assigned; the account would be deactivated."),
        "filtered_out": lambda: _("The scoping filter leaves this person out."),
        "filtered_out_account": lambda: _(
            "The scoping filter leaves this person out; the account would be deactivated."
        ),
        "kept_active": lambda: _(
            "The scoping filter leaves this person out; the account stays active, as is chosen."
        ),
        "no_matching_value": lambda: _("The matching attribute {matching} would be empty."),
        "same_value_twice": lambda: _(
            "{other} has the same {matching}: only one of them can have the account."
        ),
        "duplicate_accounts": lambda: _("Playvox has several accounts with this {matching}."),
        "adding_off": lambda: _("Creating accounts is switched off in the mapping."),
        "updating_off": lambda: _("Updating accounts is switched off in the mapping."),
        "default_access": lambda: _(
            "Has Default Access only: prove with one person whether provisioning takes it."
        ),
        "expression": lambda: _("An expression could not be evaluated here: {detail}"),
        "perhaps_linked": lambda: _(
            "Not in scope; the account would be deactivated if provisioning ever linked it."
        ),
        "not_looked_at": lambda: _("The scoping filter could not be evaluated here."),
    }
    return sentences[reason]().format_map(facts) if reason in sentences else reason
