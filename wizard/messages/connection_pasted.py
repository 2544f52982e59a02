"""Words for what Microsoft's service met, read from its error texts."""

from __future__ import annotations

from collections.abc import Mapping

from wizard.messages.connection_remedies import (
    ASK_ABOUT_ADDRESSES,
    CHECK_PORT,
    CHECK_SUBDOMAIN,
    MATCH_BY_USER_NAME,
    NOT_TRUSTED_BY_MICROSOFT,
    PUBLIC_CERTIFICATE,
    SAID,
    SEND_CHAIN,
    SERVICE_TAG,
    TELL_PLAYVOX,
    TRY_LATER,
    TURN_ON_TLS,
    USE_SCIM_URL,
    WAIT_WITH_TURNING_ON,
)
from wizard.messages.language import N_
from wizard.messages.words import FactWords, Words

_TEST_HERE = N_("Run the connection test here: it shows certificate, chain, names and suites.")
_TEST_TELLS = N_("Run the connection test here: it tells these apart.")
_PASTE_DETAILS = N_("In the admin center, open the message's details and paste them too.")
_NOTHING_SENT = N_("Nothing was sent, so this says nothing about the key.")
_HOST = {"host": FactWords({"": N_("the host of the Tenant URL")})}
_SEARCHED = N_(
    "It searches by {attribute}, the matching attribute of the mappings, and the server answered {status}. {detail}"
)
_MATCHING = Words(
    N_("Microsoft's search by {attribute} fails at the server."),
    _SEARCHED,
    do=(
        N_("In Mappings, match people by userName instead of {attribute}."),
        MATCH_BY_USER_NAME,
        TELL_PLAYVOX,
    ),
    facts={"detail": SAID},
)
_RESULT = {"detail": SAID}

WORDS: Mapping[str, Words] = {
    "pasted_unknown": Words(
        N_("No Microsoft error was recognized in this text."),
        N_(
            "Error texts of provisioning hold a code such as CredentialValidationUnavailable or a status such as Unauthorized."
        ),
        do=(N_("Paste the whole text, including the details that open when you choose the message."),),
        variants={
            ("why", "failures"): Words(
                N_("Provisioning is in quarantine because too many people could not be provisioned."),
                N_("The connection itself may well work: {code} counts failures of single people."),
                do=(
                    N_(
                        "In Monitor, open the failed entries of the provisioning logs and correct their cause."
                    ),
                ),
            ),
            ("why", "deletions"): Words(
                N_("Provisioning is in quarantine because it would delete or deactivate many people."),
                N_(
                    "The limit against accidental deletions was reached ({code}). This is not about the connection."
                ),
                do=(
                    N_(
                        "In Monitor, compare the people who left the scope with what you expect, then allow the deletions or correct the scope."
                    ),
                ),
            ),
        },
    ),
    "pasted_entra_unreachable_only": Words(
        N_("Microsoft's service could not connect to the address at all."),
        N_(
            "It got no answer from Playvox, so the key was not even checked: the cause is the name, a firewall, a list of allowed addresses, or the encryption."
        ),
        do=(CHECK_SUBDOMAIN, _TEST_TELLS, SERVICE_TAG),
    ),
    "pasted_dns_not_found": Words(
        N_("Microsoft's service finds no server named {host}."),
        N_("Most often the company's name in the Tenant URL is misspelled. The key was not checked."),
        do=(
            CHECK_SUBDOMAIN,
            N_("If only your network knows this name, Microsoft's service cannot use it."),
        ),
        facts=_HOST,
    ),
    "pasted_dns_failed": Words(
        N_("Microsoft's service could not resolve the name {host} at that moment."),
        N_("Its name servers gave no usable answer. The key was not checked."),
        do=(TRY_LATER, CHECK_SUBDOMAIN),
        facts=_HOST,
    ),
    "pasted_tcp_refused": Words(
        N_("The server refused the connection of Microsoft's service."),
        N_(
            "Nothing listens at {host}, or a firewall refuses Microsoft's addresses. The key was not checked."
        ),
        do=(CHECK_SUBDOMAIN, _TEST_TELLS, SERVICE_TAG),
        facts=_HOST,
    ),
    "pasted_tcp_timeout": Words(
        N_("The server did not answer Microsoft's service."),
        N_(
            "The connection to {host} was never established. A firewall that accepts listed addresses only has this effect. The key was not checked."
        ),
        do=(SERVICE_TAG, ASK_ABOUT_ADDRESSES, _TEST_TELLS),
        facts=_HOST,
    ),
    "pasted_network_unreachable": Words(
        N_("Microsoft's service has no route to the server."),
        N_("The address of {host} cannot be reached from the internet; it may be private."),
        do=(CHECK_SUBDOMAIN, _TEST_TELLS),
        facts=_HOST,
    ),
    "pasted_http_timeout": Words(
        N_("The server took too long to answer Microsoft's service."),
        N_("Microsoft's service gave up waiting. This says nothing about the key."),
        do=(
            TRY_LATER,
            N_("Run the connection test here and compare how long the answer takes."),
            SERVICE_TAG,
            TELL_PLAYVOX,
        ),
    ),
    "pasted_http_closed": Words(
        N_("The connection of Microsoft's service was closed before an answer came."),
        N_("The server, or a firewall in front of it, closed it. This says nothing about the key."),
        do=(_TEST_TELLS, SERVICE_TAG, TELL_PLAYVOX),
    ),
    "pasted_not_tls": Words(
        N_("Microsoft's service got something other than TLS from the server."),
        N_("On the port for https the server spoke another protocol. The key was not sent."),
        do=(CHECK_SUBDOMAIN, CHECK_PORT, _TEST_HERE),
    ),
    "pasted_tls_untrusted": Words(
        NOT_TRUSTED_BY_MICROSOFT,
        N_(
            "Its certificate is not publicly trusted, its chain is incomplete, or it offers no TLS 1.2 suite that Microsoft accepts."
        ),
        do=(_TEST_HERE, PUBLIC_CERTIFICATE, TELL_PLAYVOX),
        variants={
            ("why", "revocation"): Words(
                N_("Microsoft's service could not confirm that the server's certificate is not revoked."),
                N_(
                    "The certificate was revoked, or the list of revoked certificates (CRL, OCSP) of its authority could not be read."
                ),
                do=(
                    N_("Have the server's certificate and the addresses of its revocation list checked."),
                    TRY_LATER,
                    TELL_PLAYVOX,
                ),
            )
        },
    ),
    "pasted_tls_self_signed": Words(
        NOT_TRUSTED_BY_MICROSOFT,
        N_("It is signed by itself, not by a public authority."),
        do=(CHECK_SUBDOMAIN, PUBLIC_CERTIFICATE, TELL_PLAYVOX),
    ),
    "pasted_tls_expired": Words(
        N_("For Microsoft's service the server's certificate is out of date."),
        N_("It has expired or is not valid yet (NotTimeValid), or a certificate of its chain is."),
        do=(_TEST_HERE, N_("The server's certificate has to be renewed."), TELL_PLAYVOX),
    ),
    "pasted_tls_not_yet_valid": Words(
        N_("For Microsoft's service the server's certificate is not valid yet."),
        do=(_TEST_HERE, TELL_PLAYVOX),
    ),
    "pasted_tls_hostname_mismatch": Words(
        N_("The server's certificate does not name the host of the Tenant URL."),
        N_(
            "So Microsoft's service reached a different server than the address says. The key was not sent."
        ),
        do=(CHECK_SUBDOMAIN, _TEST_HERE, TELL_PLAYVOX),
    ),
    "pasted_tls_chain_incomplete": Words(
        N_("The server leaves out a certificate that Microsoft's service needs."),
        N_("The one that links its own to a public authority is missing from its answer (PartialChain)."),
        do=(SEND_CHAIN, _TEST_HERE, TELL_PLAYVOX),
    ),
    "pasted_tls_version_unsupported": Words(
        N_("Microsoft's service and the server did not agree on TLS."),
        N_(
            "They have no TLS version or cipher suite in common, or the server's certificate was refused. Microsoft uses TLS 1.2 with eight suites."
        ),
        do=(_TEST_HERE, TURN_ON_TLS, TELL_PLAYVOX),
    ),
    "pasted_tls_cipher_unsupported": Words(
        N_("Microsoft's service and the server have no encryption method in common."),
        N_("Microsoft documents eight suites for TLS 1.2; the server takes none of them."),
        do=(_TEST_HERE, TELL_PLAYVOX),
    ),
    "pasted_not_json": Words(
        N_("Microsoft's service could not read the answer."),
        N_("It should be JSON and is not. {detail}"),
        do=(CHECK_SUBDOMAIN, _TEST_TELLS, TELL_PLAYVOX),
        facts=_RESULT,
    ),
    "pasted_http_malformed": Words(
        N_("Microsoft's service got an answer that is not proper HTTP."),
        do=(CHECK_SUBDOMAIN, _TEST_TELLS, TELL_PLAYVOX),
    ),
    "pasted_http_redirect": Words(
        N_("The server sent Microsoft's service to another address."),
        N_("It answered {status}. Microsoft's service does not follow. {detail}"),
        do=(_TEST_TELLS, CHECK_SUBDOMAIN),
        facts=_RESULT,
    ),
    "pasted_http_redirect_elsewhere": Words(
        N_("The server sent Microsoft's service to a different server."),
        N_(
            "It answered {status}. That is often a sign-in page. Microsoft's service does not follow. {detail}"
        ),
        do=(_TEST_TELLS, CHECK_SUBDOMAIN),
        facts=_RESULT,
    ),
    "pasted_filter_ignored": Words(
        N_("The server returned several users where Microsoft's service expected at most one."),
        N_("The search seems to be ignored, or several accounts have the same matching value."),
        do=(_TEST_TELLS, WAIT_WITH_TURNING_ON, TELL_PLAYVOX),
    ),
    "pasted_server_error": Words(
        N_("The server failed at Microsoft's request."),
        N_("It answered {status}. Address and key may well be right. {detail}"),
        do=(_TEST_TELLS, TRY_LATER, TELL_PLAYVOX),
        facts=_RESULT,
        variants={("why", "matching"): _MATCHING},
    ),
    "pasted_filter_rejected": Words(
        N_("The server refuses Microsoft's search."),
        N_("It answered {status} to a search by the matching attribute. {detail}"),
        do=(MATCH_BY_USER_NAME, TELL_PLAYVOX),
        facts=_RESULT,
        variants={("why", "matching"): _MATCHING},
    ),
    "pasted_bad_request": Words(
        N_("The server does not accept Microsoft's request."),
        N_("It answered {status}. {detail}"),
        do=(_TEST_TELLS, CHECK_SUBDOMAIN, TELL_PLAYVOX),
        facts=_RESULT,
        variants={("why", "matching"): _MATCHING},
    ),
    "pasted_method_not_allowed": Words(
        N_("The server does not allow Microsoft's search."),
        N_("It answered {status}. {detail}"),
        do=(CHECK_SUBDOMAIN, _TEST_TELLS, TELL_PLAYVOX),
        facts=_RESULT,
        variants={("why", "matching"): _MATCHING},
    ),
    "pasted_address_invalid": Words(
        N_("Microsoft's service cannot read the Tenant URL as an address."),
        _NOTHING_SENT,
        do=(USE_SCIM_URL, CHECK_SUBDOMAIN),
    ),
    "pasted_address_not_https": Words(
        N_("The Tenant URL must begin with https://."),
        _NOTHING_SENT,
        do=(USE_SCIM_URL,),
    ),
    "pasted_entra_rejected": Words(
        N_("Microsoft's service could not validate address and key."),
        N_(
            "The text holds the code {code}, but not what Playvox answered, and the code alone does not tell a wrong key from an unreachable server."
        ),
        do=(N_("Run the connection test here."), _PASTE_DETAILS),
        variants={
            ("why", "toast"): Words(
                N_("This is Microsoft's general message; it does not name the cause."),
                N_(
                    "It appears for a wrong key, a wrong address, a firewall and an unreachable server alike, so it does not mean that the key is wrong."
                ),
                do=(N_("Run the connection test here: it names the cause."), _PASTE_DETAILS),
            )
        },
    ),
}
