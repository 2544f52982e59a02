"""Words for entries of the provisioning log."""

from __future__ import annotations

from collections.abc import Mapping

from wizard.messages.language import N_
from wizard.messages.words import Words

_BY_ITSELF = N_("Nothing to do at first: the service tries again in its next cycles.")
_REFUSED_WHY = N_("The details show its answer. Usually one value is missing or not allowed.")
_REFUSED_DO = N_("Preview this person in Mappings and compare with Playvox's answer.")

WORDS: Mapping[str, Words] = {
    "log_conflict": Words(
        N_("Playvox already has another account with the same name or mail."),
        N_("It was not found by the matching attribute, so a second one was to be created."),
        do=(
            N_(
                "Compare the matching attribute with what Playvox holds, and correct the value on one side."
            ),
        ),
    ),
    "log_file_not_saved": Words(
        N_("The log was not saved in {file}."),
        N_("The operating system says: {reason}"),
        do=(N_("Choose another folder or file name."),),
    ),
    "log_file_too_long": Words(
        N_("The log has {rows} entries; an Excel sheet holds {most}."),
        do=(N_("Save it as CSV or JSON, or choose a shorter time."),),
    ),
    "log_not_here": Words(
        N_("No provisioning log is kept on this computer for this application."),
        do=(N_("Run the command without --offline to read it from Entra."),),
    ),
    "log_target_busy": Words(N_("Playvox was busy and asked to slow down."), do=(_BY_ITSELF,)),
    "log_target_error": Words(
        N_("Playvox had an error of its own."),
        do=(_BY_ITSELF, N_("If it stays, report it to Playvox support with the time.")),
    ),
    "log_target_slow": Words(N_("Playvox took too long to answer."), do=(_BY_ITSELF,)),
    "log_not_permitted": Words(
        N_("Playvox knows the key but does not let it make this change."),
        N_("The key's owner may have lost the Super Admin role."),
        do=(N_("Check the key in Playvox, run the connection test, and renew the key if needed."),),
    ),
    "log_refused_by_target": Words(
        N_("Playvox answered {answer} and refused the change: {said}"),
        _REFUSED_WHY,
        do=(_REFUSED_DO,),
        variants={
            ("said", ""): Words(
                N_("Playvox answered {answer} and did not accept the data."),
                _REFUSED_WHY,
                do=(_REFUSED_DO,),
                variants={
                    ("answer", ""): Words(
                        N_("Playvox did not accept the data."), _REFUSED_WHY, do=(_REFUSED_DO,)
                    )
                },
            ),
            ("answer", ""): Words(
                N_("Playvox refused the change and said: {said}"), _REFUSED_WHY, do=(_REFUSED_DO,)
            ),
        },
    ),
    "log_key_rejected": Words(
        N_("Playvox rejects the key."),
        N_("It answered {answer}: the saved key is wrong, was deleted, or has expired."),
        do=(N_("Create a new key in Playvox, test it under Connection, and save it."),),
    ),
    "log_key_not_checked": Words(
        N_("Microsoft's service could not check the Playvox key."),
        N_("It could not reach Playvox, or the answer to its test request was not as expected."),
        do=(N_("Run the connection test: it shows which part fails."),),
    ),
    "log_account_vanished": Words(
        N_("The account that was linked before no longer exists in Playvox."),
        do=(N_("Restart provisioning, so that people are matched again."),),
    ),
    "log_value_missing": Words(
        N_("A value that Playvox requires is empty."),
        do=(N_("Fill the attribute in Entra, or change the mapping so that it always gives a value."),),
    ),
    "log_unknown_attribute": Words(
        N_("A mapping names an attribute Playvox does not have."),
        do=(N_("Correct or remove that mapping."),),
    ),
    "log_service_error": Words(
        N_("Microsoft's provisioning service had an error of its own."), do=(_BY_ITSELF,)
    ),
    "log_domain_refused": Words(
        N_("Playvox does not accept the domain in one of the values."),
        do=(N_("Use a mail domain that Playvox knows, or have the domain added there."),),
    ),
    "log_no_licence_left": Words(
        N_("Playvox has no license left for another account."),
        do=(N_("Free or buy licenses in Playvox, or assign fewer people."),),
    ),
    "log_duplicate_in_target": Words(
        N_("Several Playvox accounts match this person."),
        do=(N_("Remove the double in Playvox, or match by an attribute that is unique."),),
    ),
    "log_duplicate_in_source": Words(
        N_("Several people in Entra have the same matching value."),
        do=(N_("Give each of them a value of their own."),),
    ),
    "log_matching_value_missing": Words(
        N_("This person was not read completely."),
        N_("Usually the attribute used for matching is empty."),
        do=(N_("Fill that attribute in Entra, or match by another one."),),
    ),
    "log_out_of_scope": Words(
        N_("This person was left out."),
        N_("Out of scope, or nothing had changed."),
        do=(N_("Nothing to do unless you expected an account."),),
    ),
    "log_not_entitled": Words(
        N_("This person is not meant to have an account at the moment."),
        N_(
            "Not assigned directly or through an assigned group, disabled in Entra, or left out by a scoping filter."
        ),
        do=(
            N_("The scoping step says which of these it was."),
            N_("If all of them are right, remove the assignment and add it again."),
        ),
    ),
    "log_already_equal": Words(
        N_("Playvox already has everything as it should be."), do=(N_("Nothing to do."),)
    ),
    "log_unreadable_answer": Words(
        N_("Playvox's answer could not be understood."),
        N_("It was not a SCIM answer, for example an error page."),
        do=(N_("Run the connection test: it shows what exactly came back."),),
    ),
    "log_too_many_values": Words(
        N_("A mapping sends several values where Playvox takes one."),
        do=(N_("Change the mapping so that it gives a single value."),),
    ),
}
