"""Names and sentences for what the guided steps show: settings, notes, reasons and results."""

from __future__ import annotations

from collections.abc import Mapping

from wizard.messages.language import N_, _, text_for, translate

_CLOUDS: Mapping[str, str] = {
    "global": N_("Microsoft Entra (global)"),
    "usgov": N_("US Government (GCC High)"),
    "usgov-dod": N_("US Government (DoD)"),
    "china": N_("China (21Vianet)"),
    "practice": N_("Practice tenant on this computer"),
}
_CLEANED: Mapping[str, str] = {
    "blanks": N_("Spaces were taken away."),
    "line_breaks": N_("Line breaks were taken away."),
    "invisible": N_("Invisible characters were taken away."),
    "quotes": N_("Quotation marks were taken away."),
    "bearer": N_("The word “Bearer” was taken away."),
    "basic": N_("The word “Basic” was taken away."),
    "label": N_("A label in front of the key was taken away."),
    "text": N_("Other text around the key was left out."),
    "not_base64": N_("This does not look like Base64; check that it is the value named BASE64 KEY."),
    "url": N_("This looks like an address, not like a key."),
    "id_and_key": N_("This looks like the key's id and secret; the BASE64 KEY is both in one, encoded."),
    "double_base64": N_("This seems to be encoded twice."),
    "no_colon": N_("This may be the API key itself instead of the BASE64 KEY."),
    "password": N_("This looks like a password or a sentence, not like a key."),
    "short": N_("This is short for a key; was all of it copied?"),
    "not_ascii": N_("This contains letters that keys do not have."),
    "jwt": N_("This looks like a sign-in token of another service."),
}
_KEYRING: Mapping[str, str] = {
    "no_keyring": N_(
        "There is no keyring on this computer, so the key is kept until this program is closed."
    ),
    "not_trusted": N_(
        "The keyring found here keeps secrets in files, so it is not used; the key is kept until this program is closed."
    ),
    "other_setting": N_(
        "A setting for another program (the variable PYTHON_KEYRING_BACKEND or the file keyringrc.cfg) turns the keyring off, so the key is kept until this program is closed."
    ),
    "full": N_("The keyring or its disk is full, so the key is kept until this program is closed."),
    "not_answering": N_("The keyring did not answer, so the key is kept until this program is closed."),
    "locked": N_("The keyring stayed locked, so the key is kept until this program is closed."),
    "failed": N_("The keyring refused, so the key is kept until this program is closed."),
}
_RECOMMENDED: Mapping[str, str] = {
    "only_one_with_job": N_("Recommended: provisioning was begun here already."),
    "several_with_job": N_("Recommended: of several with provisioning, this one is furthest."),
    "gallery_without_job": N_("Recommended: it came from the gallery and is free for provisioning."),
    "non_gallery_without_job": N_(
        "Recommended: it is the only one free for provisioning; it did not come from the gallery."
    ),
}
_APPLICATION = N_("Waiting until Entra knows the application everywhere …")
_WAITING: Mapping[str, str] = {
    "application": _APPLICATION,
    "service_principal": _APPLICATION,
    "job": N_("Waiting until Entra knows the provisioning job …"),
    "job_state": N_("Waiting until Entra shows the new state …"),
    "settings": N_("Waiting until Entra shows the saved settings …"),
    "role": N_("Waiting until Entra shows the role …"),
    "schema": N_("Waiting until Entra shows the saved mappings …"),
    "assignment": N_("Waiting until Entra accepts the assignments …"),
    "answer": N_("Waiting for Entra's answer …"),
}
_SIGN_IN: Mapping[str, str] = {
    "service": N_("Waiting for the sign-in service {host} …"),
    "browser": N_("Waiting for the sign-in in the browser …"),
    "dialog": N_("Waiting for the sign-in in the dialog of Windows …"),
}
_GONE: Mapping[str, str] = {
    "application": N_("“{name}” no longer exists in Entra, so this program has forgotten it."),
    "job": N_("The provisioning job no longer exists in Entra, so this program has forgotten it."),
}
_SETTINGS: Mapping[str, str] = {
    "BaseAddress": N_("Tenant URL"),
    "SecretToken": N_("Secret token"),
    "SyncAll": N_("Scope"),
    "Recipients": N_("Notification email"),
    "DeleteThreshold": N_("Accidental deletion threshold"),
    "SkipOutOfScopeDeletions": N_("People who fall out of scope"),
}
_ADDRESS_NOTES: Mapping[str, str] = {
    "from_login_url": N_("Made from the address of your Playvox window."),
    "resource_removed": N_("The part behind the SCIM address was taken away."),
    "query_removed": N_("The part behind the question mark was taken away."),
    "flags_kept": N_("A feature flag for Entra is kept in the address."),
    "text_removed": N_("The text around the address was taken away."),
    "idn": N_("The name contains letters beyond a to z; it is shown in its technical form."),
    "path_unusual": N_("The path is not /scim/v1, which Playvox uses."),
    "host_unusual": N_(
        "The host is not one of playvox.com, so the key is sent there only when you confirm it."
    ),
    "private": N_("The host lies in a private network; Microsoft's service may not reach it."),
    "loopback": N_("The host is this computer."),
    "plain_http": N_("The connection is not encrypted; that is only possible on this computer."),
}
RESTARTS: Mapping[str, tuple[str, str]] = {
    "portal": (
        N_("Restart provisioning"),
        N_("Everyone is evaluated again, failures are retried, quarantine is lifted. The usual choice."),
    ),
    "watermark": (N_("Evaluate everyone again"), N_("Not only at changes since the last cycle.")),
    "escrows": (
        N_("Stop retrying failures"),
        N_("People whose provisioning failed are no longer tried again."),
    ),
    "quarantine": (
        N_("Lift quarantine"),
        N_("For the time being: it comes back when the cause is still there."),
    ),
    "full": (
        N_("Forget everything"),
        N_("The job's whole memory is cleared and rebuilt, which can take long."),
    ),
    "allow_deletes": (
        N_("Let the held-back deactivations through"),
        N_(
            "The accidental-deletion guard stopped them; afterwards these people are deactivated in Playvox."
        ),
    ),
}
_ACTIONS: Mapping[str, str] = {
    "create": N_("An account was created for {name}."),
    "update": N_("{name}'s account was updated."),
    "disable": N_("{name}'s account was deactivated."),
    "delete": N_("{name}'s account was deleted."),
}
_LOG_ACTIONS: Mapping[str, str] = {
    "create": N_("Create"),
    "update": N_("Update"),
    "disable": N_("Deactivate"),
    "delete": N_("Delete"),
    "stageddelete": N_("Held back"),
    "other": N_("Other"),
}
_TRIAL_STEPS: Mapping[str, str] = {
    "import": N_("Read the person from Entra"),
    "scoping": N_("Decide whether the person is in scope"),
    "matching": N_("Find the account in Playvox"),
    "export": N_("Send the change to Playvox"),
}


def cloud_name(cloud: str) -> str:
    """A Microsoft cloud's name."""
    return text_for(_CLOUDS, cloud)


def cleanup_sentence(code: str) -> str:
    """A note about a pasted key."""
    return text_for(_CLEANED, code)


def keyring_why(code: str) -> str:
    """Why the key is not kept beyond this session."""
    return text_for(_KEYRING, code, otherwise=N_("The key is kept until this program is closed."))


def provisioning_sentence(state: str) -> str:
    """A sentence about an application's provisioning job, from its schedule state."""
    if state == "Active":
        return _("Provisioning is on.")
    if state:
        return _("A provisioning job exists and is off.")
    return _("A provisioning job exists.")


def recommendation(reason: str, *, sso: bool, kind: str, enabled: bool) -> str:
    """Why an application is recommended, or what to know before using it."""
    if reason in _RECOMMENDED:
        return text_for(_RECOMMENDED, reason)
    if not enabled:
        return _("It is disabled.")
    if sso:
        return _(
            "People sign in with it. It could be used, but for a first test a separate application is safer."
        )
    if kind == "other":
        return _("Only its name suggests Playvox.")
    return _("It could be used.")


def gone_sentence(kind: str) -> str:
    """That an object is gone from Entra, with a field for its `name`."""
    return text_for(_GONE, kind)


def waiting_sentence(what: str) -> str:
    """What is being waited for in Entra."""
    return text_for(_WAITING, what, otherwise=N_("Waiting for Entra …"))


def sign_in_wait(what: str, host: str) -> str:
    """What a sign-in is waiting for; `host` is the sign-in service's."""
    return text_for(_SIGN_IN, what).format(host=host)


def scope_name(scope: str) -> str:
    """The scope of provisioning, with the admin center's nouns."""
    return _("all users and groups") if scope == "all" else _("assigned users and groups only")


def setting_name(name: str) -> str:
    """A provisioning setting, with the admin center's nouns."""
    return text_for(_SETTINGS, name)


def address_note(code: str) -> str:
    """A note about a typed address; empty when none is needed."""
    return text_for(_ADDRESS_NOTES, code, otherwise="")


def restart_words(choice: str) -> tuple[str, str]:
    """A kind of restart: its name and what it means."""
    name, meaning = RESTARTS[choice]
    return translate(name), translate(meaning)


def action_sentence(action: str, name: str) -> str:
    """The result of provisioning one person on demand."""
    return text_for(_ACTIONS, action.casefold(), otherwise=N_("{name} was provisioned.")).format(name=name)


def log_action(action: str) -> str:
    """An action of the provisioning log in one or two words; a newer one as the service names it."""
    return text_for(_LOG_ACTIONS, action, otherwise=action) if action else ""


def trial_step_title(kind: str, name: str) -> str:
    """The name of one step in the service's answer."""
    known = kind.casefold()
    return text_for(_TRIAL_STEPS, known) if known in _TRIAL_STEPS else name or kind
