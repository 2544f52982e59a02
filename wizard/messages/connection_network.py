"""Words for connection failures: name resolution, network, TLS, HTTP."""

from __future__ import annotations

from collections.abc import Mapping

from wizard.messages.connection_remedies import (
    CHECK_CLOCK,
    CHECK_PORT,
    CHECK_SUBDOMAIN,
    PUBLIC_CERTIFICATE,
    SAID,
    SEND_CHAIN,
    TELL_IT,
    TELL_PLAYVOX,
    TRY_LATER,
    TURN_ON_TLS,
    USE_SCIM_URL,
)
from wizard.messages.entra_remedies import CLOCK_WRONG
from wizard.messages.language import N_
from wizard.messages.words import FactWords, Words

_UNRECOGNIZED_NAME = Words(
    N_("The server does not know this name."),
    N_(
        "It ended the connection because it serves no host of this name (TLS alert unrecognized_name). Most often the company's name in the Tenant URL is misspelled."
    ),
    do=(CHECK_SUBDOMAIN, TELL_PLAYVOX),
)
_TO_SIGN_IN = Words(
    N_("The server sends callers to a sign-in page."),
    N_(
        "It points to {location}. The address belongs to the window for people, not to SCIM, or single sign-on protects the SCIM address too. The key was not sent there."
    ),
    do=(USE_SCIM_URL, CHECK_SUBDOMAIN, TELL_PLAYVOX),
)
_MOVED = Words(
    N_("The SCIM service is at another address."),
    N_(
        "The server points to {location}. The key was not sent there, and Microsoft's service does not follow it."
    ),
    do=(
        N_("If that address belongs to your Playvox, enter {suggested} as the Tenant URL."),
        CHECK_SUBDOMAIN,
        TELL_PLAYVOX,
    ),
)

WORDS: Mapping[str, Words] = {
    "dns_not_found": Words(
        N_("There is no server named {host}."),
        N_(
            "The name servers know no address for it. Most often the company's name in the Tenant URL is misspelled."
        ),
        do=(
            CHECK_SUBDOMAIN,
            N_("If the name opens in a browser on another network, your own name server hides it."),
        ),
    ),
    "dns_failed": Words(
        N_("The name {host} could not be resolved."),
        N_("The name server gave no usable answer ({reason}). This says nothing about Playvox yet."),
        do=(N_("Check that this computer is online."), TRY_LATER, TELL_IT),
    ),
    "tcp_refused": Words(
        N_("The server refuses connections."),
        N_(
            "Something answered at {addresses} and declined. Nothing listens on that port there, or a firewall says no on its behalf."
        ),
        do=(CHECK_SUBDOMAIN, CHECK_PORT, TELL_IT),
    ),
    "tcp_timeout": Words(
        N_("The server does not answer."),
        N_(
            "Connection attempts to {addresses} were not answered. A firewall that drops traffic silently has exactly this effect."
        ),
        do=(
            N_("Allow outgoing connections to port 443 of this server."),
            N_("Try from another network, to tell the network from the server."),
            TELL_IT,
        ),
    ),
    "address_partly_dead": Words(
        N_("The connection works, but not at every address of the server."),
        N_(
            "The name leads to several addresses; {dead} did not answer ({state}). Microsoft's service may try such an address first."
        ),
        do=(
            N_("Ask for the address that does not answer to be removed from the name, or repaired."),
            TELL_PLAYVOX,
        ),
        facts={
            "state": FactWords(
                {
                    "tcp_refused": N_("refused"),
                    "tcp_timeout": N_("no answer in time"),
                    "network_unreachable": N_("no route"),
                }
            )
        },
    ),
    "network_unreachable": Words(
        N_("This computer has no way to the server's network."),
        N_("The system reports no route to {addresses}."),
        do=(N_("Check the network connection, and the VPN if one is used."), TELL_IT),
    ),
    "tls_untrusted": Words(
        N_("The server's certificate comes from an authority this computer does not trust."),
        N_("It was issued by {issuer}. Microsoft's service trusts public authorities only."),
        do=(
            N_(
                "If {issuer} is your own company, a device on the way is decrypting the traffic: ask for Playvox to be left out."
            ),
            N_("Otherwise the server needs a certificate of a public authority."),
            CHECK_SUBDOMAIN,
        ),
    ),
    "tls_self_signed": Words(
        N_("The server vouches for itself."),
        N_(
            "Its certificate ({subject}) is signed by itself, so nobody confirms who answers here. Microsoft's service would not accept it."
        ),
        do=(CHECK_SUBDOMAIN, PUBLIC_CERTIFICATE, TELL_IT),
    ),
    "tls_expired": Words(
        N_("The server's certificate has expired."),
        N_(
            "It was valid until {valid_until}. If that date lies ahead, this computer's clock or another certificate of the chain is wrong."
        ),
        do=(CHECK_CLOCK, TELL_PLAYVOX),
    ),
    "tls_not_yet_valid": Words(
        N_("The server's certificate is not valid yet."),
        N_("It becomes valid on {valid_from}. Most often this computer's clock is behind."),
        do=(CHECK_CLOCK, TELL_PLAYVOX),
    ),
    "tls_hostname_mismatch": Words(
        N_("The server's certificate is for another name."),
        N_(
            "It names {names}. So this is a different server than the address says, or its certificate is set up wrongly."
        ),
        do=(CHECK_SUBDOMAIN, TELL_PLAYVOX),
        variants={("reason", "alert unrecognized_name"): _UNRECOGNIZED_NAME},
    ),
    "tls_client_certificate": Words(
        N_("The server asks for a client certificate."),
        N_(
            "It only talks to callers that show a certificate of their own. Neither this program nor Microsoft's service has one: the key is all that SCIM needs. {detail}"
        ),
        do=(
            N_("Ask Playvox for an address that does not require client certificates (mutual TLS)."),
            CHECK_SUBDOMAIN,
            TELL_PLAYVOX,
        ),
        facts={"detail": SAID},
    ),
    "tls_no_http1": Words(
        N_("The server does not speak HTTP/1.1."),
        N_(
            "It offers no common application protocol; most likely it takes HTTP/2 only, as for gRPC. A different service than SCIM may listen there."
        ),
        do=(CHECK_PORT, CHECK_SUBDOMAIN, N_("HTTP/1.1 has to be switched on at the server."), TELL_PLAYVOX),
    ),
    "clock_wrong": Words(
        CLOCK_WRONG,
        N_(
            "The certificate only looks out of date: it is valid from {valid_from} to {valid_until}, and it is {there} according to {clock_of}. This computer says {clock}."
        ),
        do=(
            N_("Set this computer's date, time and time zone, best automatically, and run the test again."),
        ),
    ),
    "tls_chain_incomplete": Words(
        N_("The server leaves out a certificate."),
        N_(
            "The one that links its own to a trusted authority ({issuer}) is missing from its answer. Browsers often fetch it themselves; services do not."
        ),
        do=(SEND_CHAIN, TELL_PLAYVOX),
    ),
    "tls_version_unsupported": Words(
        N_("The server only speaks outdated encryption."),
        N_("It offers no version this computer and Microsoft's service accept ({reason})."),
        do=(TURN_ON_TLS, TELL_PLAYVOX),
        variants={
            ("only_microsoft", "True"): Words(
                N_("The server does not offer TLS 1.2, which Microsoft's service asks for."),
                N_(
                    "This computer connected with {protocol}. Microsoft documents TLS 1.2 as the only version its provisioning service uses."
                ),
                do=(
                    N_("TLS 1.2 has to be switched on at the server, beside newer versions."),
                    TELL_PLAYVOX,
                ),
            )
        },
    ),
    "tls_cipher_unsupported": Words(
        N_("The server and Microsoft's service have no encryption method in common."),
        N_("Microsoft documents eight suites for TLS 1.2; the server takes none of them ({microsoft})."),
        do=(
            N_(
                "One of Microsoft's suites, for example ECDHE-RSA-AES256-GCM-SHA384, has to be switched on at the server."
            ),
            N_(
                "Some hosting services also refuse names they do not know this way: compare the part before .playvox.com with the address you sign in at."
            ),
            TELL_PLAYVOX,
        ),
        facts={"microsoft": FactWords({"": "{reason}"})},
    ),
    "tls_inspected": Words(
        N_("Something on the way decrypts the traffic."),
        N_(
            "The certificate was issued by {inspector}, not by a public authority. So this test sees that device's answer; Microsoft's service sees Playvox itself."
        ),
        do=(
            N_(
                "Ask for Playvox's address to be left out of the inspection, so that the key stays between you and Playvox."
            ),
            N_("Believe Microsoft's side of the test more than this one."),
        ),
        facts={"inspector": FactWords({"": "{issuer}"})},
    ),
    "not_tls": Words(
        N_("The server does not answer with encryption."),
        N_(
            "On the port for https it spoke something else. A different service may listen there, or a proxy answers in its place."
        ),
        do=(CHECK_PORT, CHECK_SUBDOMAIN, TELL_IT),
    ),
    "http_redirect": Words(
        N_("The server sends callers to another address."),
        N_(
            "It points to {location}. The key is never sent after such a pointer, and Microsoft's service is not known to follow one."
        ),
        do=(N_("Enter the final address as the Tenant URL, if it is a SCIM address."), CHECK_SUBDOMAIN),
        variants={
            ("why", "sign_in"): _TO_SIGN_IN,
            ("why", "moved"): _MOVED,
            ("why", "slash"): Words(
                N_("The server wants a slash at the end of /Users."),
                N_(
                    "It points to {location}. Microsoft's service asks for /Users without a slash and does not follow; a slash at the end of the Tenant URL does not help."
                ),
                do=(N_("The server has to answer /Users without a redirect."), TELL_PLAYVOX),
            ),
        },
    ),
    "http_redirect_elsewhere": Words(
        N_("The server sends callers to a different server."),
        N_(
            "It points to {location}. That is often a sign-in page: the address belongs to the window for people, not to SCIM. The key was not sent there."
        ),
        do=(USE_SCIM_URL, CHECK_SUBDOMAIN),
        variants={("why", "sign_in"): _TO_SIGN_IN, ("why", "moved"): _MOVED},
    ),
    "http_timeout": Words(
        N_("The server takes too long to answer."),
        N_("The connection stands, but no answer came in time. Microsoft's service gives up as well."),
        do=(TRY_LATER, TELL_PLAYVOX),
    ),
    "http_closed": Words(
        N_("The connection broke off before the answer was complete."),
        N_("The server, or a device on the way, hung up. {reason}"),
        do=(
            TRY_LATER,
            N_("If it stays so only on this network, a firewall is the likely reason."),
            TELL_PLAYVOX,
        ),
    ),
    "http_malformed": Words(
        N_("The answer is not proper HTTP."),
        N_("What came back breaks the protocol's rules: {reason}"),
        do=(N_("Check that address and port belong to Playvox."), TELL_IT, TELL_PLAYVOX),
    ),
}
