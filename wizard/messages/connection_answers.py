"""Words for Playvox's answers, for differences between the vantage points, and for pasted error texts."""

from __future__ import annotations

from collections.abc import Mapping

from wizard.messages.connection_remedies import (
    ASK_WHETHER_SCIM,
    CHECK_SUBDOMAIN,
    COPY_KEY,
    NEW_KEY,
    NOTHING_NOW,
    ONLY_MAKER,
    SERVICE_TAG,
    TELL_PLAYVOX,
    TRY_LATER,
    USE_SCIM_URL,
)
from wizard.messages.language import N_
from wizard.messages.words import FactWords, Words

_SOME_PROTECTOR = N_("a protective service in front of Playvox")
_SAVED_STATUS = N_("Microsoft's service got {inner_status} from {target}.")

WORDS: Mapping[str, Words] = {
    "key_rejected": Words(
        N_("Playvox does not accept the key."),
        N_(
            "The server was reached and answered 401. The key is wrong, incomplete, revoked, or from another Playvox; or the plain API key was copied instead of its BASE64 form."
        ),
        do=(COPY_KEY, NEW_KEY, CHECK_SUBDOMAIN),
    ),
    "key_not_permitted": Words(
        N_("Playvox knows the key but does not allow it this."),
        N_(
            "The answer was {status}. The person who owns the key may lack the right role, or your plan may not include access for programs."
        ),
        do=(
            N_("Let a Super Admin create the key."),
            N_("In Playvox, check Roles > Essentials > API Keys Permissions."),
            N_("Ask Playvox whether your plan includes API access."),
        ),
    ),
    "blocked_by_waf": Words(
        N_("A block page came back instead of an answer."),
        N_("It was written by {protector} (status {status}); the request never got as far as the key."),
        do=(
            N_("Ask for the SCIM address to be exempted from blocking."),
            SERVICE_TAG,
            N_("Compare with Microsoft's side of this test: it comes from other addresses."),
        ),
        facts={"protector": FactWords({"": _SOME_PROTECTOR, "unknown": _SOME_PROTECTOR})},
    ),
    "no_user_agent_blocked": Words(
        N_("Requests that do not say which program asks are blocked."),
        N_(
            "The same question passes with a User-Agent header and fails without. Microsoft's service is reported to send none, so it is likely to be blocked."
        ),
        do=(
            N_("Ask for requests without User-Agent to be let through on the SCIM address."),
            N_("Run the test from Microsoft's side too; that settles it."),
            TELL_PLAYVOX,
        ),
    ),
    "path_not_found": Words(
        N_("There is no SCIM service at this address."),
        N_(
            "The server was reached and answered {status}. The end of the Tenant URL is wrong, or provisioning is not switched on for your Playvox."
        ),
        do=(
            N_("Use https://yourcompany.playvox.com/scim/v1, without /Users behind it."),
            CHECK_SUBDOMAIN,
            ASK_WHETHER_SCIM,
        ),
    ),
    "zero_hits_as_404": Words(
        N_('The server says "not found" where it should say "nobody".'),
        N_(
            "The list of users answers, but a search without a result gives 404. Microsoft's service expects 200 with an empty list and takes this for a wrong address."
        ),
        do=(ONLY_MAKER, TELL_PLAYVOX),
    ),
    "method_not_allowed": Words(
        N_("The server does not offer searching for users."),
        N_("It answered {status} to a plain question."),
        do=(CHECK_SUBDOMAIN, TELL_PLAYVOX),
    ),
    "filter_rejected": Words(
        N_("The server refuses the search."),
        N_("It answered {status} to a search by the matching attribute. {detail}"),
        do=(
            N_("Match people by userName: it is the only attribute Playvox documents for searching."),
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
    "throttled": Words(
        N_("The server asks to be left alone for a while."),
        N_("It counted too many requests (429). After wrong keys this can also be a lock."),
        do=(TRY_LATER, N_("If it stays so, ask Playvox to raise the limit for provisioning.")),
    ),
    "server_error": Words(
        N_("Playvox has a problem of its own."),
        N_("The server was reached and answered {status}. Address and key may well be right."),
        do=(TRY_LATER, TELL_PLAYVOX),
    ),
    "maintenance": Words(
        N_("The server is being maintained."),
        N_("It answers with a maintenance notice (status {status})."),
        do=(TRY_LATER, N_("Look at Playvox's status page.")),
    ),
    "not_scim_html": Words(
        N_("A web page came back instead of data."),
        N_("The address belongs to the window for people, or a sign-in page stands before it. {detail}"),
        do=(USE_SCIM_URL, CHECK_SUBDOMAIN),
    ),
    "not_json": Words(
        N_("The answer cannot be read."),
        N_("It should be JSON and is not ({content_type})."),
        do=(CHECK_SUBDOMAIN, TELL_PLAYVOX),
    ),
    "not_list_response": Words(
        N_("The answer is not a SCIM list."),
        N_(
            "Data came back, but not in the form SCIM prescribes ({detail}). Microsoft's service cannot read it."
        ),
        do=(CHECK_SUBDOMAIN, TELL_PLAYVOX),
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
        do=(N_("Do not turn provisioning on before this is explained."), TELL_PLAYVOX),
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
            N_("Ask Playvox whether access is limited to certain addresses."),
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
            N_("To see the test pass here too, look at this computer's proxy, name server and inspection."),
        ),
    ),
    "entra_rejected": Words(
        N_("Microsoft's service could not use this address and key."),
        "{inner_status}",
        do=(
            N_("Look at this computer's side of the test first: both usually share one cause."),
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
    "pasted_unknown": Words(
        N_("Nothing of Microsoft's was recognized in this text."),
        N_(
            "Error texts of provisioning hold a code such as CredentialValidationUnavailable or a status such as Unauthorized."
        ),
        do=(N_("Paste the whole text, including the details that open when you choose the message."),),
    ),
    "pasted_unreachable": Words(
        N_("Microsoft's service could not connect to the address at all."),
        N_(
            "It got no answer from Playvox, so the key was not even looked at: the name, a firewall, a list of allowed addresses, or the encryption is the matter."
        ),
        do=(CHECK_SUBDOMAIN, N_("Run the connection test here: it tells these apart."), SERVICE_TAG),
    ),
    "pasted_tls": Words(
        N_("Microsoft's service could not agree on encryption with the server."),
        N_(
            "Its certificate is not publicly trusted, its chain is incomplete, or it offers no TLS 1.2 suite that Microsoft accepts."
        ),
        do=(N_("Run the connection test here: it shows certificate, chain and suites."), TELL_PLAYVOX),
    ),
    "pasted_rejected": Words(
        N_("Microsoft's service could not validate address and key."),
        N_(
            "The text holds the code {code}, but not what Playvox answered, and the code alone does not tell a wrong key from an unreachable server."
        ),
        do=(
            N_("Run the connection test here."),
            N_("In the portal, open the message's details and paste them too."),
        ),
    ),
}
