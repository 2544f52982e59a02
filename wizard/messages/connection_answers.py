"""Words for Playvox's answers and for differences between the vantage points."""

from __future__ import annotations

from collections.abc import Mapping

from wizard.messages.connection_remedies import (
    ASK_ABOUT_ADDRESSES,
    CHECK_SUBDOMAIN,
    COPY_KEY,
    NOTHING_NOW,
    ONLY_MAKER,
    SERVICE_TAG,
    TELL_PLAYVOX,
    TRY_LATER,
    WAIT_WITH_TURNING_ON,
)
from wizard.messages.language import N_
from wizard.messages.words import FactWords, Words

_SAVED_STATUS = N_("Microsoft's service got {inner_status} from {target}.")

WORDS: Mapping[str, Words] = {
    "no_user_agent_blocked": Words(
        N_("Requests that do not say which program asks are blocked."),
        N_(
            "The same question passes with a User-Agent header and fails without. Microsoft's service is reported to send none, so it is likely to be blocked."
        ),
        do=(
            N_("Ask for requests without User-Agent to be let through on the SCIM address."),
            N_("Run the test from Microsoft's side too; that decides it."),
            TELL_PLAYVOX,
        ),
    ),
    "filter_ignored": Words(
        N_("The server found somebody who cannot exist."),
        N_(
            "A search for a random name brought {found} people, so the search is ignored. Provisioning could then change the wrong people's accounts."
        ),
        do=(N_("Do not turn provisioning on."), TELL_PLAYVOX),
    ),
    "encoding_dependent": Words(
        N_("The server does not understand how Microsoft writes a space."),
        N_("The same search works with %20 and fails with +, which Microsoft's own library writes."),
        do=(ONLY_MAKER, TELL_PLAYVOX),
        variants={
            ("works_with", "+"): Words(
                N_("The server understands one spelling of a space only."),
                N_(
                    "It reads + and not %20. Microsoft's own library writes +, so provisioning should not notice."
                ),
                do=(NOTHING_NOW,),
            )
        },
    ),
    "media_type_refused": Words(
        N_("The server refuses SCIM's data format."),
        N_("It answered {status} to a request for application/scim+json."),
        do=(CHECK_SUBDOMAIN, TELL_PLAYVOX),
    ),
    "maintenance": Words(
        N_("The server is being maintained."),
        N_("It answers with a maintenance notice (status {status})."),
        do=(TRY_LATER, N_("Check Playvox's status page.")),
    ),
    "empty_body": Words(
        N_("The answer is empty."),
        N_("The server answered {status} without any content, where an empty list is needed."),
        do=(CHECK_SUBDOMAIN, TELL_PLAYVOX),
    ),
    "body_too_large": Words(
        N_("The answer is far too large."),
        N_(
            "A search for nobody brought more than one mebibyte, so reading was stopped. The search may be ignored."
        ),
        do=(WAIT_WITH_TURNING_ON, TELL_PLAYVOX),
    ),
    "body_too_slow": Words(
        N_("The answer began and never ended."),
        N_("After {bytes} bytes the time was up."),
        do=(
            TRY_LATER,
            N_("If it stays so only on this network, a device on the way holds answers back."),
            TELL_PLAYVOX,
        ),
    ),
    "groups_missing": Words(
        N_("Groups are mapped, but the server has none."),
        N_(
            "Questions about groups get {status}. With the group mapping on, Microsoft's service is likely to fail its test or to go into quarantine."
        ),
        do=(N_("Switch the group mapping off; Playvox's documented mapping has users only."),),
    ),
    "content_type_unusual": Words(
        N_("The answer is right, but labeled differently."),
        N_(
            "It says {content_type} instead of application/scim+json. In practice this mostly works; Microsoft's rules ask for the SCIM label."
        ),
        do=(NOTHING_NOW,),
        facts={"content_type": FactWords({"": "–"})},
    ),
    "entra_unreachable_only": Words(
        N_("It works from here, but not from Microsoft."),
        N_(
            "This computer got the right answer with the same address and key. So something treats Microsoft's service differently: a list of allowed addresses, a country block, or a block of its requests."
        ),
        do=(
            SERVICE_TAG,
            ASK_ABOUT_ADDRESSES,
            N_("Ask for the SCIM address to be exempted from bot protection."),
        ),
    ),
    "here_unreachable_only": Words(
        N_("It works from Microsoft, but not from here."),
        N_(
            "Microsoft's service, which does the provisioning, gets through. What fails is on this computer or its network; setting up can go on."
        ),
        do=(
            N_("Nothing has to change for provisioning."),
            N_("To see the test pass here too, check this computer's proxy, name server and inspection."),
        ),
    ),
    "entra_rejected": Words(
        N_("Microsoft's service could not use this address and key."),
        "{inner_status}",
        do=(
            N_("Check this computer's side of the test first: both usually share one cause."),
            COPY_KEY,
            CHECK_SUBDOMAIN,
        ),
        facts={
            "inner_status": FactWords(
                {"": N_("It reports {code}.")}, otherwise=N_("It got {inner_status} from Playvox ({code}).")
            )
        },
    ),
    "cancelled": Words(
        N_("The test was stopped."),
        N_("What had been found until then is shown."),
        do=(N_("Run it again when you like."),),
    ),
    "unexpected": Words(
        N_("This program made a mistake."),
        N_(
            "The test met something it should have been able to handle ({error}). That is a defect of this program, not of your setup."
        ),
        do=(N_("Please report it with this report attached."),),
    ),
    "connection_works": Words(
        N_("The connection works."),
        N_(
            "{target} was reached, the key is accepted, and a search is answered as Microsoft's service needs it."
        ),
    ),
    "saved_connection_works": Words(
        N_("Microsoft's service connects with what Entra has saved."),
        N_("{target} accepted the saved key. The key itself was not needed on this computer."),
    ),
    "saved_connection_fails": Words(
        N_("Microsoft's service cannot connect with what Entra has saved."),
        "{inner_status}",
        do=(
            N_(
                "Test the connection with the key as well: only that tells the network, the address and the key apart."
            ),
            CHECK_SUBDOMAIN,
        ),
        facts={
            "inner_status": FactWords(
                {"": N_("It reports {code} for {target}.")},
                otherwise=N_("It got {inner_status} from {target} ({code})."),
            )
        },
    ),
    "saved_key_rejected": Words(
        N_("Playvox does not accept the key that Entra has saved."),
        N_(
            "Microsoft's service got {inner_status} from {target}: the key was deleted or replaced in Playvox, or is another one."
        ),
        do=(
            N_(
                "Ask the person who manages Playvox's API keys for the current one, and save the connection with it."
            ),
        ),
    ),
    "saved_key_not_permitted": Words(
        N_("Playvox refuses what the saved key asks for."),
        _SAVED_STATUS,
        do=(
            N_("Have the key created again by a Super Admin of Playvox, and save the connection with it."),
        ),
    ),
    "saved_path_not_found": Words(
        N_("The Tenant URL that Entra has saved leads to no SCIM service."),
        _SAVED_STATUS,
        do=(CHECK_SUBDOMAIN,),
    ),
}
