"""Words for problems with a proxy, for connections to sign-in, Graph and Playvox."""

from __future__ import annotations

from collections.abc import Mapping

from wizard.messages.connection_remedies import CHECK_SUBDOMAIN
from wizard.messages.language import N_
from wizard.messages.words import FactWords, Words

_HERE = N_("{why} This concerns this computer only; provisioning itself does not use your proxy.")
_UNUSABLE = {
    "why": FactWords(
        {
            "kind": N_(
                "{value} is a proxy of kind {kind}; this program can use http, https, socks5 and socks5h."
            ),
            "port": N_("The port of {value} is no number from 1 to 65535."),
        },
        otherwise=N_("{value} is not the address of a proxy."),
    )
}
_WITHOUT_SIGN_IN = N_("Ask for {host} to be allowed without signing in to the proxy.")
_FROM_MICROSOFT = N_("Or run the test from Microsoft's side: it does not use your proxy.")
_LEAVE_OUT = N_("If no proxy is needed for {host}, add it to NO_PROXY.")

WORDS: Mapping[str, Words] = {
    "proxy_unusable": Words(
        N_("The proxy in {variable} cannot be used."),
        _HERE,
        do=(
            N_("Correct {variable} (such as http://proxy.example:8080) and start this program again."),
            _LEAVE_OUT,
        ),
        facts=_UNUSABLE,
        variants={
            ("source", "script"): Words(
                N_("The proxy that the proxy script names cannot be used."),
                _HERE,
                do=(
                    N_("Set HTTPS_PROXY to a proxy of another kind, and start this program again."),
                    N_("Ask those who run your network for a proxy of another kind."),
                    _LEAVE_OUT,
                ),
                facts=_UNUSABLE,
            ),
            ("variable", ""): Words(
                N_("The proxy in the system's settings cannot be used."),
                _HERE,
                do=(N_("Correct the proxy in the system's settings, and try again."), _LEAVE_OUT),
                facts=_UNUSABLE,
            ),
        },
    ),
    "proxy_entries_ignored": Words(
        N_("{name} has entries that are not understood and exclude nothing: {entries}."),
        N_(
            "An entry is a host name, an IP address or a network such as 10.0.0.0/8, with a port if needed."
        ),
        do=(N_("Correct {name}, or remove these entries, and start this program again."),),
    ),
    "proxy_unreachable": Words(
        N_("The proxy {proxy} does not let this computer through to {host}."),
        _HERE,
        do=(
            N_("Check the proxy in the system's settings and in HTTPS_PROXY, ALL_PROXY and NO_PROXY."),
            N_("Ask for {host} to be allowed on the proxy."),
        ),
        variants={
            ("why", "name"): Words(
                N_("The proxy {proxy} finds no server named {host}."),
                N_(
                    "It resolves names in place of this computer, and answered {status} ({proxy_error}). Most often the company's name in the Tenant URL is misspelled."
                ),
                do=(
                    CHECK_SUBDOMAIN,
                    N_("If the name opens in a browser here, ask the people who run the proxy."),
                ),
            )
        },
        facts={
            "why": FactWords(
                {
                    "refused": N_("It answered the request for a connection with {status}."),
                    "policy": N_("A rule of the proxy forbids this address ({status})."),
                    "behind": N_("The proxy itself could not reach {host} ({status})."),
                    "answer": N_("It did not answer as a proxy should: {reason}"),
                    "tls": N_("The encrypted connection to the proxy itself failed."),
                    "timeout": N_("It did not answer in time."),
                },
                otherwise=N_("No connection to it came about ({reason})."),
            )
        },
    ),
    "proxy_auth_required": Words(
        N_("The proxy {proxy} asks for a user name and password."),
        N_("It let nothing through without them. This concerns this computer only."),
        do=(
            N_("Put user name and password into HTTPS_PROXY (http://name:password@proxy:port)."),
            N_("Or ask for {host} to be allowed without signing in."),
        ),
        variants={
            ("offers", "other"): Words(
                N_("The proxy {proxy} accepts no sign-in that this program can send."),
                N_(
                    "It asks for {schemes}; this program can send a user name and password as Basic only. This concerns this computer only."
                ),
                do=(
                    _WITHOUT_SIGN_IN,
                    _FROM_MICROSOFT,
                ),
            ),
            ("offers", "windows"): Words(
                N_("The proxy {proxy} accepts Windows sign-in only."),
                N_(
                    "It asks for {schemes} (your Windows account by Kerberos or NTLM). This program can send a user name and password (Basic) only. This concerns this computer only."
                ),
                do=(
                    _WITHOUT_SIGN_IN,
                    N_(
                        "Or run a local relay that signs in with your Windows account, such as Px or Cntlm, and set HTTPS_PROXY to it."
                    ),
                    _FROM_MICROSOFT,
                ),
            ),
        },
    ),
}
