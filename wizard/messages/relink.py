"""Words for relinking one person."""

from __future__ import annotations

from collections.abc import Mapping

from wizard.messages.language import N_
from wizard.messages.words import Words

WORDS: Mapping[str, Words] = {
    "relink_no_link": Words(
        N_("Entra has stored no link between {name} and an account, so there is nothing to delete."),
        do=(N_("Provision this person on demand: the service then searches for an account."),),
    ),
    "relink_quarantine": Words(
        N_("Nobody is relinked while provisioning is in quarantine."),
        N_(
            "A link can be deleted only while provisioning is paused, and starting it again would lift the quarantine."
        ),
        do=(N_("First end the quarantine under “Recover”."),),
    ),
    "relink_unfinished": Words(
        N_("Relinking {name} was not finished, and provisioning may be paused."),
        do=(N_("Relink {name} again first; what is done is not repeated."),),
    ),
    "relink_not_provisioned": Words(
        N_("The link of {name} was deleted, but the service did not provision the person: {why}"),
        N_("Provisioning is as it was before. The next cycle tries to match the person again."),
        do=(N_("Check this person under “One person”, and correct the cause."),),
    ),
}
