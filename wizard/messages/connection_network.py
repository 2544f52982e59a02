"""Words for what can go wrong on the way to Playvox: proxy, name, network, encryption, the web answer itself."""

# ruff: noqa: E501 - a sentence is one line, as translators see it
from __future__ import annotations

from collections.abc import Callable

from wizard.messages.connection_remedies import (
    Facts,
    check_subdomain,
    tell_it,
    tell_playvox,
    try_later,
)
from wizard.messages.explanation import (
    Explanation,
    register,
)
from wizard.messages.language import _


def _proxy_unreachable(facts: Facts) -> Explanation:
    whys: dict[str, Callable[[], str]] = {
        "kind": lambda: _("The settings name a proxy of a kind this program cannot use ({kind})."),
        "refused": lambda: _("It answered the request for a connection with {status}."),
        "answer": lambda: _("It did not answer as a proxy should: {reason}"),
        "tls": lambda: _("The encrypted connection to the proxy itself failed."),
        "timeout": lambda: _("It did not answer in time."),
    }
    template = (
        whys[facts["why"]]() if facts["why"] in whys else _("No connection to it came about ({reason}).")
    )
    why = template.format(kind=facts["kind"], status=facts["status"], reason=facts["reason"])
    return Explanation(
        _("The proxy {proxy} does not let this computer through to Playvox.").format(proxy=facts["proxy"]),
        why + " " + _("This concerns this computer only; Microsoft's service does not use your proxy."),
        (
            _("Check the proxy in the system's settings and in HTTPS_PROXY and NO_PROXY."),
            _("Ask for Playvox's address to be allowed on the proxy."),
        ),
    )


def _proxy_auth_required(facts: Facts) -> Explanation:
    return Explanation(
        _("The proxy {proxy} asks for a user name and password.").format(proxy=facts["proxy"]),
        _("It let nothing through without them. This concerns this computer only."),
        (
            _("Put user name and password into HTTPS_PROXY (http://name:password@proxy:port)."),
            _("Or ask for Playvox's address to be allowed without signing in."),
        ),
    )


def _dns_not_found(facts: Facts) -> Explanation:
    return Explanation(
        _("There is no server named {host}.").format(host=facts["host"]),
        _(
            "The name servers know no address for it. Most often the company's name in the Tenant URL is misspelled."
        ),
        (
            check_subdomain(),
            _("If the name opens in a browser on another network, your own name server hides it."),
        ),
    )


def _dns_failed(facts: Facts) -> Explanation:
    return Explanation(
        _("The name {host} could not be looked up.").format(host=facts["host"]),
        _("The name server gave no usable answer ({reason}). This says nothing about Playvox yet.").format(
            reason=facts["reason"]
        ),
        (_("Check that this computer is online."), try_later(), tell_it()),
    )


def _tcp_refused(facts: Facts) -> Explanation:
    return Explanation(
        _("The server refuses connections."),
        _(
            "Something answered at {addresses} and declined. Nothing listens on that port there, or a firewall says no on its behalf."
        ).format(addresses=facts["addresses"]),
        (check_subdomain(), _("If the address has a port number, check it."), tell_it()),
    )


def _tcp_timeout(facts: Facts) -> Explanation:
    return Explanation(
        _("The server does not answer."),
        _(
            "Connection attempts to {addresses} came to nothing. Firewalls that drop traffic silently look exactly like this."
        ).format(addresses=facts["addresses"]),
        (
            _("Allow outgoing connections to port 443 of this server."),
            _("Try from another network, to tell the network from the server."),
            tell_it(),
        ),
    )


def _network_unreachable(facts: Facts) -> Explanation:
    return Explanation(
        _("This computer has no way to the server's network."),
        _("The system reports no route to {addresses}.").format(addresses=facts["addresses"]),
        (_("Check the network connection, and the VPN if one is used."), tell_it()),
    )


def _tls_untrusted(facts: Facts) -> Explanation:
    return Explanation(
        _("The server's certificate comes from an authority this computer does not trust."),
        _("It was issued by {issuer}. Microsoft's service trusts public authorities only.").format(
            issuer=facts["issuer"]
        ),
        (
            _(
                "If {issuer} is your own company, a device on the way is decrypting the traffic: ask for Playvox to be left out."
            ).format(issuer=facts["issuer"]),
            _("Otherwise the server needs a certificate of a public authority."),
            check_subdomain(),
        ),
    )


def _tls_self_signed(facts: Facts) -> Explanation:
    return Explanation(
        _("The server vouches for itself."),
        _(
            "Its certificate ({subject}) is signed by itself, so nobody confirms who answers here. Microsoft's service would not accept it."
        ).format(subject=facts["subject"]),
        (check_subdomain(), _("The server needs a certificate of a public authority."), tell_it()),
    )


def _tls_expired(facts: Facts) -> Explanation:
    return Explanation(
        _("The server's certificate has expired."),
        _(
            "It was valid until {valid_until}. If that date lies ahead, this computer's clock or another certificate of the chain is wrong."
        ).format(valid_until=facts["valid_until"]),
        (_("Check this computer's date and time."), tell_playvox()),
    )


def _tls_not_yet_valid(facts: Facts) -> Explanation:
    return Explanation(
        _("The server's certificate is not valid yet."),
        _("It becomes valid on {valid_from}. Most often this computer's clock is behind.").format(
            valid_from=facts["valid_from"]
        ),
        (_("Check this computer's date and time."), tell_playvox()),
    )


def _tls_hostname_mismatch(facts: Facts) -> Explanation:
    return Explanation(
        _("The server's certificate is for another name."),
        _(
            "It names {names}. So this is a different server than the address says, or its certificate is set up wrongly."
        ).format(names=facts["names"]),
        (check_subdomain(), tell_playvox()),
    )


def _tls_chain_incomplete(facts: Facts) -> Explanation:
    return Explanation(
        _("The server leaves out a certificate."),
        _(
            "The one that links its own to a trusted authority ({issuer}) is missing from its answer. Browsers often fetch it themselves; services do not."
        ).format(issuer=facts["issuer"]),
        (_("The server has to send its whole chain."), tell_playvox()),
    )


def _tls_version_unsupported(facts: Facts) -> Explanation:
    if facts["only_microsoft"] == "True":
        return Explanation(
            _("The server does not offer TLS 1.2, which Microsoft's service asks for."),
            _(
                "This computer connected with {protocol}. Microsoft documents TLS 1.2 as the only version its provisioning service uses."
            ).format(protocol=facts["protocol"]),
            (_("TLS 1.2 has to be switched on at the server, beside newer versions."), tell_playvox()),
        )
    return Explanation(
        _("The server only speaks outdated encryption."),
        _("It offers no version this computer and Microsoft's service accept ({reason}).").format(
            reason=facts["reason"]
        ),
        (_("TLS 1.2 has to be switched on at the server."), tell_playvox()),
    )


def _tls_cipher_unsupported(facts: Facts) -> Explanation:
    return Explanation(
        _("The server and Microsoft's service have no encryption method in common."),
        _(
            "Microsoft documents eight suites for TLS 1.2; the server takes none of them ({microsoft})."
        ).format(microsoft=facts["microsoft"] if facts["microsoft"] != "–" else facts["reason"]),
        (
            _(
                "One of Microsoft's suites, for example ECDHE-RSA-AES256-GCM-SHA384, has to be switched on at the server."
            ),
            tell_playvox(),
        ),
    )


def _tls_inspected(facts: Facts) -> Explanation:
    name = facts["inspector"] if facts["inspector"] != "–" else facts["issuer"]
    return Explanation(
        _("Something on the way decrypts the traffic."),
        _(
            "The certificate was issued by {name}, not by a public authority. So this test sees that device's answer; Microsoft's service sees Playvox itself."
        ).format(name=name),
        (
            _(
                "Ask for Playvox's address to be left out of the inspection, so that the key stays between you and Playvox."
            ),
            _("Believe Microsoft's side of the test more than this one."),
        ),
    )


def _not_tls(facts: Facts) -> Explanation:
    return Explanation(
        _("The server does not answer with encryption."),
        _(
            "On the port for https it spoke something else. A different service may listen there, or a proxy answers in its place."
        ),
        (_("If the address has a port number, check it."), check_subdomain(), tell_it()),
    )


def _http_redirect(facts: Facts) -> Explanation:
    return Explanation(
        _("The server sends callers to another address."),
        _(
            "It points to {location}. The key is never sent after such a pointer, and Microsoft's service is not known to follow one."
        ).format(location=facts["location"]),
        (_("Enter the final address as the Tenant URL, if it is a SCIM address."), check_subdomain()),
    )


def _http_redirect_elsewhere(facts: Facts) -> Explanation:
    return Explanation(
        _("The server sends callers to a different server."),
        _(
            "It points to {location}. That is often a sign-in page: the address belongs to the window for people, not to SCIM. The key was not sent there."
        ).format(location=facts["location"]),
        (_("Use https://yourcompany.playvox.com/scim/v1 as the Tenant URL."), check_subdomain()),
    )


def _http_timeout(facts: Facts) -> Explanation:
    return Explanation(
        _("The server takes too long to answer."),
        _("The connection stands, but no answer came in time. Microsoft's service gives up as well."),
        (try_later(), tell_playvox()),
    )


def _http_closed(facts: Facts) -> Explanation:
    return Explanation(
        _("The connection broke off before the answer was complete."),
        _("The server, or a device on the way, hung up. {reason}").format(reason=facts["reason"]),
        (
            try_later(),
            _("If it stays so only on this network, a firewall is the likely reason."),
            tell_playvox(),
        ),
    )


def _http_malformed(facts: Facts) -> Explanation:
    return Explanation(
        _("The answer is not proper HTTP."),
        _("What came back breaks the protocol's rules: {reason}").format(reason=facts["reason"]),
        (_("Check that address and port belong to Playvox."), tell_it(), tell_playvox()),
    )


WORDS: dict[str, Callable[[Facts], Explanation]] = {
    "proxy_unreachable": _proxy_unreachable,
    "proxy_auth_required": _proxy_auth_required,
    "dns_not_found": _dns_not_found,
    "dns_failed": _dns_failed,
    "tcp_refused": _tcp_refused,
    "tcp_timeout": _tcp_timeout,
    "network_unreachable": _network_unreachable,
    "tls_untrusted": _tls_untrusted,
    "tls_self_signed": _tls_self_signed,
    "tls_expired": _tls_expired,
    "tls_not_yet_valid": _tls_not_yet_valid,
    "tls_hostname_mismatch": _tls_hostname_mismatch,
    "tls_chain_incomplete": _tls_chain_incomplete,
    "tls_version_unsupported": _tls_version_unsupported,
    "tls_cipher_unsupported": _tls_cipher_unsupported,
    "tls_inspected": _tls_inspected,
    "not_tls": _not_tls,
    "http_redirect": _http_redirect,
    "http_redirect_elsewhere": _http_redirect_elsewhere,
    "http_timeout": _http_timeout,
    "http_closed": _http_closed,
    "http_malformed": _http_malformed,
}
register(WORDS)
