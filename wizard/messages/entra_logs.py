"""Words for what the provisioning log says happened to a person."""

# ruff: noqa: E501 - a sentence is one line, as translators see it
from __future__ import annotations

from wizard.messages.explanation import (
    Words,
    register,
)
from wizard.messages.language import _
from wizard.messages.phrases import phrase


def _by_itself() -> str:
    return _("Nothing to do at first: the service tries again in its next cycles.")


_WORDS: dict[str, Words] = {
    "log_conflict": phrase(
        lambda: _("Playvox already has another account with the same name or mail."),
        lambda: _("It was not found by the matching attribute, so a second one was to be created."),
        lambda: _(
            "Compare the matching attribute with what Playvox holds, and correct the value on one side."
        ),
    ),
    "log_target_busy": phrase(lambda: _("Playvox was busy and asked to slow down."), None, _by_itself),
    "log_target_error": phrase(
        lambda: _("Playvox had an error of its own."),
        None,
        _by_itself,
        lambda: _("If it stays, report it to Playvox support with the time."),
    ),
    "log_target_slow": phrase(lambda: _("Playvox took too long to answer."), None, _by_itself),
    "log_not_permitted": phrase(
        lambda: _("Playvox knows the key but does not let it make this change."),
        lambda: _("The key's owner may have lost the Super Admin role."),
        lambda: _("Check the key in Playvox, run the connection test, and renew the key if needed."),
    ),
    "log_refused_by_target": phrase(
        lambda: _("Playvox did not accept the data."),
        lambda: _("The details show its answer; usually one value is not to its liking."),
        lambda: _("Preview this person in Mappings and compare with Playvox's answer."),
    ),
    "log_account_vanished": phrase(
        lambda: _("The account that was linked before no longer exists in Playvox."),
        None,
        lambda: _("Restart provisioning, so that people are matched anew."),
    ),
    "log_value_missing": phrase(
        lambda: _("A value that Playvox requires is empty."),
        None,
        lambda: _("Fill the attribute in Entra, or change the mapping so that it always gives a value."),
    ),
    "log_unknown_attribute": phrase(
        lambda: _("A mapping names an attribute Playvox does not have."),
        None,
        lambda: _("Correct or remove that mapping."),
    ),
    "log_service_error": phrase(
        lambda: _("Microsoft's provisioning service had an error of its own."), None, _by_itself
    ),
    "log_domain_refused": phrase(
        lambda: _("Playvox does not accept the domain in one of the values."),
        None,
        lambda: _("Use a mail domain that Playvox knows, or have the domain added there."),
    ),
    "log_no_licence_left": phrase(
        lambda: _("Playvox has no licence left for another account."),
        None,
        lambda: _("Free or buy licences in Playvox, or assign fewer people."),
    ),
    "log_duplicate_in_target": phrase(
        lambda: _("Several Playvox accounts match this person."),
        None,
        lambda: _("Remove the double in Playvox, or match by an attribute that is unique."),
    ),
    "log_duplicate_in_source": phrase(
        lambda: _("Several people in Entra have the same matching value."),
        None,
        lambda: _("Give each of them a value of their own."),
    ),
    "log_matching_value_missing": phrase(
        lambda: _("This person was not read completely."),
        lambda: _("Usually the attribute used for matching is empty."),
        lambda: _("Fill that attribute in Entra, or match by another one."),
    ),
    "log_out_of_scope": phrase(
        lambda: _("This person was left out."),
        lambda: _("Out of scope, or nothing had changed."),
        lambda: _("Nothing to do unless you expected an account."),
    ),
    "log_not_entitled": phrase(
        lambda: _("This person is not meant to have an account at the moment."),
        lambda: _(
            "Not assigned directly or through an assigned group, disabled in Entra, or left out by a scoping filter."
        ),
        lambda: _("Look at the scoping step: it says which of these it was."),
        lambda: _("If all of them look right, take the assignment away and add it again."),
    ),
    "log_already_equal": phrase(
        lambda: _("Playvox already has everything as it should be."),
        None,
        lambda: _("Nothing to do."),
    ),
    "log_unreadable_answer": phrase(
        lambda: _("Playvox's answer could not be understood."),
        lambda: _("It was not a SCIM answer, for example an error page."),
        lambda: _("Run the connection test: it shows what exactly came back."),
    ),
    "log_too_many_values": phrase(
        lambda: _("A mapping sends several values where Playvox takes one."),
        None,
        lambda: _("Change the mapping so that it gives a single value."),
    ),
}
register(_WORDS)
