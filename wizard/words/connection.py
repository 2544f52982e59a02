"""Words for every cause of the connection test, and for the reasons two vantage points can differ."""

# ruff: noqa: E501 - a sentence is one line, as translators see it
from __future__ import annotations

from collections.abc import Callable, Mapping

from wizard.words.explanation import Explanation, register
from wizard.words.language import _

Facts = Mapping[str, str]


def _tell_playvox() -> str:
    return _("Send Playvox support this report; it holds everything they need and no key.")


def _tell_it() -> str:
    return _("Show this report to the people who run your network.")


def _try_later() -> str:
    return _("Wait some minutes and run the test again.")


def _check_subdomain() -> str:
    return _("Compare the part before .playvox.com with the address you sign in at.")


def _service_tag() -> str:
    return _("Where addresses are filtered, allow Microsoft's service tag AzureActiveDirectory.")


def _new_key() -> str:
    return _("If it was revoked or belongs to another Playvox, create a new one in Settings > API Keys.")


def _copy_key() -> str:
    return _("Copy the BASE64 KEY again: Settings > API Keys, then Details (the magnifier) beside the key.")


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
            _check_subdomain(),
            _("If the name opens in a browser on another network, your own name server hides it."),
        ),
    )


def _dns_failed(facts: Facts) -> Explanation:
    return Explanation(
        _("The name {host} could not be looked up.").format(host=facts["host"]),
        _("The name server gave no usable answer ({reason}). This says nothing about Playvox yet.").format(
            reason=facts["reason"]
        ),
        (_("Check that this computer is online."), _try_later(), _tell_it()),
    )


def _tcp_refused(facts: Facts) -> Explanation:
    return Explanation(
        _("The server refuses connections."),
        _(
            "Something answered at {addresses} and declined. Nothing listens on that port there, or a firewall says no on its behalf."
        ).format(addresses=facts["addresses"]),
        (_check_subdomain(), _("If the address has a port number, check it."), _tell_it()),
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
            _tell_it(),
        ),
    )


def _network_unreachable(facts: Facts) -> Explanation:
    return Explanation(
        _("This computer has no way to the server's network."),
        _("The system reports no route to {addresses}.").format(addresses=facts["addresses"]),
        (_("Check the network connection, and the VPN if one is used."), _tell_it()),
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
            _check_subdomain(),
        ),
    )


def _tls_self_signed(facts: Facts) -> Explanation:
    return Explanation(
        _("The server vouches for itself."),
        _(
            "Its certificate ({subject}) is signed by itself, so nobody confirms who answers here. Microsoft's service would not accept it."
        ).format(subject=facts["subject"]),
        (_check_subdomain(), _("The server needs a certificate of a public authority."), _tell_it()),
    )


def _tls_expired(facts: Facts) -> Explanation:
    return Explanation(
        _("The server's certificate has expired."),
        _(
            "It was valid until {valid_until}. If that date lies ahead, this computer's clock or another certificate of the chain is wrong."
        ).format(valid_until=facts["valid_until"]),
        (_("Check this computer's date and time."), _tell_playvox()),
    )


def _tls_not_yet_valid(facts: Facts) -> Explanation:
    return Explanation(
        _("The server's certificate is not valid yet."),
        _("It becomes valid on {valid_from}. Most often this computer's clock is behind.").format(
            valid_from=facts["valid_from"]
        ),
        (_("Check this computer's date and time."), _tell_playvox()),
    )


def _tls_hostname_mismatch(facts: Facts) -> Explanation:
    return Explanation(
        _("The server's certificate is for another name."),
        _(
            "It names {names}. So this is a different server than the address says, or its certificate is set up wrongly."
        ).format(names=facts["names"]),
        (_check_subdomain(), _tell_playvox()),
    )


def _tls_chain_incomplete(facts: Facts) -> Explanation:
    return Explanation(
        _("The server leaves out a certificate."),
        _(
            "The one that links its own to a trusted authority ({issuer}) is missing from its answer. Browsers often fetch it themselves; services do not."
        ).format(issuer=facts["issuer"]),
        (_("The server has to send its whole chain."), _tell_playvox()),
    )


def _tls_version_unsupported(facts: Facts) -> Explanation:
    if facts["only_microsoft"] == "True":
        return Explanation(
            _("The server does not offer TLS 1.2, which Microsoft's service asks for."),
            _(
                "This computer connected with {protocol}. Microsoft documents TLS 1.2 as the only version its provisioning service uses."
            ).format(protocol=facts["protocol"]),
            (_("TLS 1.2 has to be switched on at the server, beside newer versions."), _tell_playvox()),
        )
    return Explanation(
        _("The server only speaks outdated encryption."),
        _("It offers no version this computer and Microsoft's service accept ({reason}).").format(
            reason=facts["reason"]
        ),
        (_("TLS 1.2 has to be switched on at the server."), _tell_playvox()),
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
            _tell_playvox(),
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
        (_("If the address has a port number, check it."), _check_subdomain(), _tell_it()),
    )


def _http_redirect(facts: Facts) -> Explanation:
    return Explanation(
        _("The server sends callers to another address."),
        _(
            "It points to {location}. The key is never sent after such a pointer, and Microsoft's service is not known to follow one."
        ).format(location=facts["location"]),
        (_("Enter the final address as the Tenant URL, if it is a SCIM address."), _check_subdomain()),
    )


def _http_redirect_elsewhere(facts: Facts) -> Explanation:
    return Explanation(
        _("The server sends callers to a different server."),
        _(
            "It points to {location}. That is often a sign-in page: the address belongs to the window for people, not to SCIM. The key was not sent there."
        ).format(location=facts["location"]),
        (_("Use https://yourcompany.playvox.com/scim/v1 as the Tenant URL."), _check_subdomain()),
    )


def _http_timeout(facts: Facts) -> Explanation:
    return Explanation(
        _("The server takes too long to answer."),
        _("The connection stands, but no answer came in time. Microsoft's service gives up as well."),
        (_try_later(), _tell_playvox()),
    )


def _http_closed(facts: Facts) -> Explanation:
    return Explanation(
        _("The connection broke off before the answer was complete."),
        _("The server, or a device on the way, hung up. {reason}").format(reason=facts["reason"]),
        (
            _try_later(),
            _("If it stays so only on this network, a firewall is the likely reason."),
            _tell_playvox(),
        ),
    )


def _http_malformed(facts: Facts) -> Explanation:
    return Explanation(
        _("The answer is not proper HTTP."),
        _("What came back breaks the protocol's rules: {reason}").format(reason=facts["reason"]),
        (_("Check that address and port belong to Playvox."), _tell_it(), _tell_playvox()),
    )


def _key_rejected(facts: Facts) -> Explanation:
    return Explanation(
        _("Playvox does not accept the key."),
        _(
            "The server was reached and answered 401. The key is wrong, incomplete, revoked, or from another Playvox; or the plain API key was copied instead of its BASE64 form."
        ),
        (_copy_key(), _new_key(), _check_subdomain()),
    )


def _key_not_permitted(facts: Facts) -> Explanation:
    return Explanation(
        _("Playvox knows the key but does not allow it this."),
        _(
            "The answer was {status}. The person who owns the key may lack the right role, or your plan may not include access for programs."
        ).format(status=facts["status"]),
        (
            _("Let a Super Admin create the key."),
            _("In Playvox, check Roles > Essentials > API Keys Permissions."),
            _("Ask Playvox whether your plan includes API access."),
        ),
    )


def _blocked_by_waf(facts: Facts) -> Explanation:
    name = (
        facts["protector"]
        if facts["protector"] not in ("–", "unknown", "")
        else _("a protective service in front of Playvox")
    )
    return Explanation(
        _("A block page came back instead of an answer."),
        _("It was written by {name} (status {status}); the request never got as far as the key.").format(
            name=name, status=facts["status"]
        ),
        (
            _("Ask for the SCIM address to be exempted from blocking."),
            _service_tag(),
            _("Compare with Microsoft's side of this test: it comes from other addresses."),
        ),
    )


def _no_user_agent_blocked(facts: Facts) -> Explanation:
    return Explanation(
        _("Requests that do not say which program asks are blocked."),
        _(
            "The same question passes with a User-Agent header and fails without. Microsoft's service is reported to send none, so it is likely to be blocked."
        ),
        (
            _("Ask for requests without User-Agent to be let through on the SCIM address."),
            _("Run the test from Microsoft's side too; that settles it."),
            _tell_playvox(),
        ),
    )


def _path_not_found(facts: Facts) -> Explanation:
    return Explanation(
        _("There is no SCIM service at this address."),
        _(
            "The server was reached and answered {status}. The end of the Tenant URL is wrong, or provisioning is not switched on for your Playvox."
        ).format(status=facts["status"]),
        (
            _("Use https://yourcompany.playvox.com/scim/v1, without /Users behind it."),
            _check_subdomain(),
            _("Ask Playvox whether SCIM is included and switched on."),
        ),
    )


def _zero_hits_as_404(facts: Facts) -> Explanation:
    return Explanation(
        _('The server says "not found" where it should say "nobody".'),
        _(
            "The list of users answers, but a search without a hit gives 404. Microsoft's service expects 200 with an empty list and takes this for a wrong address."
        ),
        (_("Only the server's maker can correct this."), _tell_playvox()),
    )


def _method_not_allowed(facts: Facts) -> Explanation:
    return Explanation(
        _("The server does not offer searching for users."),
        _("It answered {status} to a plain question.").format(status=facts["status"]),
        (_check_subdomain(), _tell_playvox()),
    )


def _filter_rejected(facts: Facts) -> Explanation:
    return Explanation(
        _("The server refuses the search."),
        _("It answered {status} to a search by the matching attribute. {detail}").format(
            status=facts["status"], detail=facts["detail"]
        ),
        (
            _("Match people by userName: it is the only attribute Playvox documents for searching."),
            _tell_playvox(),
        ),
    )


def _filter_ignored(facts: Facts) -> Explanation:
    return Explanation(
        _("The server found somebody who cannot exist."),
        _(
            "A search for a random name brought {found} people, so the search is ignored. Provisioning could then change the wrong people's accounts."
        ).format(found=facts["found"]),
        (_("Do not turn provisioning on."), _tell_playvox()),
    )


def _encoding_dependent(facts: Facts) -> Explanation:
    if facts["works_with"] == "+":
        return Explanation(
            _("The server understands one spelling of a blank only."),
            _(
                "It reads + and not %20. Microsoft's own library writes +, so provisioning should not notice."
            ),
            (_("Nothing needs doing now; tell the server's maker."),),
        )
    return Explanation(
        _("The server does not understand how Microsoft writes a blank."),
        _("The same search works with %20 and fails with +, which Microsoft's own library writes."),
        (_("Only the server's maker can correct this."), _tell_playvox()),
    )


def _media_type_refused(facts: Facts) -> Explanation:
    return Explanation(
        _("The server refuses SCIM's data format."),
        _("It answered {status} to a request for application/scim+json.").format(status=facts["status"]),
        (_check_subdomain(), _tell_playvox()),
    )


def _throttled(facts: Facts) -> Explanation:
    return Explanation(
        _("The server asks to be left alone for a while."),
        _("It counted too many requests (429). After wrong keys this can also be a lock."),
        (_try_later(), _("If it stays so, ask Playvox to raise the limit for provisioning.")),
    )


def _server_error(facts: Facts) -> Explanation:
    return Explanation(
        _("Playvox has a problem of its own."),
        _("The server was reached and answered {status}. Address and key may well be right.").format(
            status=facts["status"]
        ),
        (_try_later(), _tell_playvox()),
    )


def _maintenance(facts: Facts) -> Explanation:
    return Explanation(
        _("The server is being maintained."),
        _("It answers with a maintenance notice (status {status}).").format(status=facts["status"]),
        (_try_later(), _("Look at Playvox's status page.")),
    )


def _not_scim_html(facts: Facts) -> Explanation:
    return Explanation(
        _("A web page came back instead of data."),
        _(
            "The address belongs to the window for people, or a sign-in page stands before it. {detail}"
        ).format(detail=facts["detail"]),
        (_("Use https://yourcompany.playvox.com/scim/v1 as the Tenant URL."), _check_subdomain()),
    )


def _not_json(facts: Facts) -> Explanation:
    return Explanation(
        _("The answer cannot be read."),
        _("It should be JSON and is not ({content_type}).").format(content_type=facts["content_type"]),
        (_check_subdomain(), _tell_playvox()),
    )


def _not_list_response(facts: Facts) -> Explanation:
    return Explanation(
        _("The answer is not a SCIM list."),
        _(
            "Data came back, but not in the form SCIM prescribes ({detail}). Microsoft's service cannot read it."
        ).format(detail=facts["detail"]),
        (_check_subdomain(), _tell_playvox()),
    )


def _empty_body(facts: Facts) -> Explanation:
    return Explanation(
        _("The answer is empty."),
        _("The server answered {status} without any content, where an empty list is needed.").format(
            status=facts["status"]
        ),
        (_check_subdomain(), _tell_playvox()),
    )


def _body_too_large(facts: Facts) -> Explanation:
    return Explanation(
        _("The answer is far too large."),
        _(
            "A search for nobody brought more than one mebibyte, so reading was stopped. The search may be ignored."
        ),
        (_("Do not turn provisioning on before this is explained."), _tell_playvox()),
    )


def _body_too_slow(facts: Facts) -> Explanation:
    return Explanation(
        _("The answer began and never ended."),
        _("After {bytes} bytes the time was up.").format(bytes=facts["bytes"]),
        (
            _try_later(),
            _("If it stays so only on this network, a device on the way holds answers back."),
            _tell_playvox(),
        ),
    )


def _groups_missing(facts: Facts) -> Explanation:
    return Explanation(
        _("Groups are mapped, but the server has none."),
        _(
            "Questions about groups get {status}. With the group mapping on, Microsoft's service is likely to fail its test or to go into quarantine."
        ).format(status=facts["status"]),
        (_("Switch the group mapping off; Playvox's documented mapping has users only."),),
    )


def _content_type_unusual(facts: Facts) -> Explanation:
    return Explanation(
        _("The answer is right, but labelled differently."),
        _(
            "It says {content_type} instead of application/scim+json. In practice this mostly works; Microsoft's rules ask for the SCIM label."
        ).format(content_type=facts["content_type"] or "–"),
        (_("Nothing needs doing now; tell the server's maker."),),
    )


def _entra_unreachable_only(facts: Facts) -> Explanation:
    return Explanation(
        _("It works from here, but not from Microsoft."),
        _(
            "This computer got the right answer with the same address and key. So something treats Microsoft's service differently: a list of allowed addresses, a country block, or a block of its requests."
        ),
        (
            _service_tag(),
            _("Ask Playvox whether access is limited to certain addresses."),
            _("Ask for the SCIM address to be exempted from bot protection."),
        ),
    )


def _here_unreachable_only(facts: Facts) -> Explanation:
    return Explanation(
        _("It works from Microsoft, but not from here."),
        _(
            "Microsoft's service, which does the provisioning, gets through. What fails is on this computer or its network; setting up can go on."
        ),
        (
            _("Nothing has to change for provisioning."),
            _("To see the test pass here too, look at this computer's proxy, name server and inspection."),
        ),
    )


def _entra_rejected(facts: Facts) -> Explanation:
    status = facts["inner_status"]
    why = _("It reports {code}.").format(code=facts["code"])
    if status != "–":
        why = _("It got {status} from Playvox ({code}).").format(status=status, code=facts["code"])
    return Explanation(
        _("Microsoft's service could not use this address and key."),
        why,
        (
            _("Look at this computer's side of the test first: both usually share one cause."),
            _copy_key(),
            _check_subdomain(),
        ),
    )


def _cancelled(facts: Facts) -> Explanation:
    return Explanation(
        _("The test was stopped."),
        _("What had been found until then is shown."),
        (_("Run it again when you like."),),
    )


def _unexpected(facts: Facts) -> Explanation:
    return Explanation(
        _("This program made a mistake."),
        _(
            "The test met something it should have been able to handle ({error}). That is a defect of this program, not of your set-up."
        ).format(error=facts["error"]),
        (_("Please report it with this report attached."),),
    )


def _works(facts: Facts) -> Explanation:
    return Explanation(
        _("The connection works."),
        _(
            "{target} was reached, the key is accepted, and a search is answered as Microsoft's service needs it."
        ).format(target=facts["target"]),
    )


def _pasted_unknown(_facts: Facts) -> Explanation:
    return Explanation(
        _("Nothing of Microsoft's was recognised in this text."),
        _(
            "Error texts of provisioning hold a code such as CredentialValidationUnavailable or a status such as Unauthorized."
        ),
        (_("Paste the whole text, including the details that open when you choose the message."),),
    )


def _pasted_unreachable(_facts: Facts) -> Explanation:
    return Explanation(
        _("Microsoft's service could not connect to the address at all."),
        _(
            "It got no answer from Playvox, so the key was not even looked at: the name, a firewall, a list of allowed addresses, or the encryption is the matter."
        ),
        (_check_subdomain(), _("Run the connection test here: it tells these apart."), _service_tag()),
    )


def _pasted_tls(_facts: Facts) -> Explanation:
    return Explanation(
        _("Microsoft's service could not agree on encryption with the server."),
        _(
            "Its certificate is not publicly trusted, its chain is incomplete, or it offers no TLS 1.2 suite that Microsoft accepts."
        ),
        (_("Run the connection test here: it shows certificate, chain and suites."), _tell_playvox()),
    )


def _pasted_rejected(facts: Facts) -> Explanation:
    return Explanation(
        _("Microsoft's service could not validate address and key."),
        _(
            "The text holds the code {code}, but not what Playvox answered, and the code alone does not tell a wrong key from an unreachable server."
        ).format(code=facts["code"]),
        (
            _("Run the connection test here."),
            _("In the portal, open the message's details and paste them too."),
        ),
    )


def _reason(what: Callable[[], str], *do: Callable[[], str]) -> Callable[[Facts], Explanation]:
    return lambda _facts: Explanation(what(), "", tuple(each() for each in do))


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
    "key_rejected": _key_rejected,
    "key_not_permitted": _key_not_permitted,
    "blocked_by_waf": _blocked_by_waf,
    "no_user_agent_blocked": _no_user_agent_blocked,
    "path_not_found": _path_not_found,
    "zero_hits_as_404": _zero_hits_as_404,
    "method_not_allowed": _method_not_allowed,
    "filter_rejected": _filter_rejected,
    "filter_ignored": _filter_ignored,
    "encoding_dependent": _encoding_dependent,
    "media_type_refused": _media_type_refused,
    "throttled": _throttled,
    "server_error": _server_error,
    "maintenance": _maintenance,
    "not_scim_html": _not_scim_html,
    "not_json": _not_json,
    "not_list_response": _not_list_response,
    "empty_body": _empty_body,
    "body_too_large": _body_too_large,
    "body_too_slow": _body_too_slow,
    "groups_missing": _groups_missing,
    "content_type_unusual": _content_type_unusual,
    "entra_unreachable_only": _entra_unreachable_only,
    "here_unreachable_only": _here_unreachable_only,
    "entra_rejected": _entra_rejected,
    "cancelled": _cancelled,
    "unexpected": _unexpected,
    "connection_works": _works,
    "pasted_unknown": _pasted_unknown,
    "pasted_unreachable": _pasted_unreachable,
    "pasted_tls": _pasted_tls,
    "pasted_rejected": _pasted_rejected,
    "reason_allow_list": _reason(
        lambda: _("Only listed addresses may connect, and Microsoft's are not on the list."), _service_tag
    ),
    "reason_geo_block": _reason(lambda: _("Connections from some countries or data centres are blocked.")),
    "reason_no_user_agent": _reason(
        lambda: _(
            "Requests without a User-Agent header are blocked, and Microsoft's service is reported to send none."
        )
    ),
    "reason_other_values": _reason(lambda: _("Address or key were not the same on both sides."), _copy_key),
    "reason_passing": _reason(lambda: _("A passing fault met one side only."), _try_later),
    "reason_private_name": _reason(
        lambda: _("The name leads to an address inside your network, which Microsoft cannot reach.")
    ),
    "reason_inspected_here": _reason(lambda: _("A device on your network answers in Playvox's place.")),
    "reason_local_firewall": _reason(
        lambda: _("A firewall on this network or computer blocks the way."), _tell_it
    ),
    "reason_local_inspection": _reason(
        lambda: _("A device on this network decrypts the traffic with a certificate of its own."), _tell_it
    ),
    "reason_local_trust": _reason(
        lambda: _("This computer's list of trusted authorities or its clock is out of date.")
    ),
    "reason_local_dns": _reason(
        lambda: _("This network's name server does not know, or hides, the name."), _tell_it
    ),
    "reason_local_proxy": _reason(lambda: _("The proxy of this network stands in the way."), _tell_it),
    "reason_local_address_blocked": _reason(
        lambda: _("Requests from this network's address are blocked in front of Playvox.")
    ),
}
register(WORDS)

_CHECKS: dict[str, Callable[[], str]] = {
    "address": lambda: _("Tenant URL"),
    "key": lambda: _("Key"),
    "proxy": lambda: _("Proxy"),
    "dns": lambda: _("Name look-up"),
    "tcp": lambda: _("Network connection"),
    "tls": lambda: _("Encryption and certificate"),
    "http": lambda: _("Web answer"),
    "auth": lambda: _("Key accepted"),
    "scim": lambda: _("Search for people"),
    "encoding": lambda: _("Other ways of asking"),
    "groups": lambda: _("Groups"),
    "discovery": lambda: _("What the server says about itself"),
    "entra": lambda: _("From Microsoft's service"),
    "difference": lambda: _("Both sides compared"),
}
_STATES: dict[str, Callable[[], str]] = {
    "passed": lambda: _("passed"),
    "warning": lambda: _("warning"),
    "failed": lambda: _("failed"),
    "skipped": lambda: _("skipped"),
    "not_run": lambda: _("not run"),
    "running": lambda: _("running"),
}
_EVIDENCE: dict[str, Callable[[], str]] = {
    "url": lambda: _("Address"),
    "host": lambda: _("Name"),
    "notes": lambda: _("Noticed"),
    "fingerprint": lambda: _("Fingerprint"),
    "changed": lambda: _("Tidied up"),
    "hints": lambda: _("Hints"),
    "proxy": lambda: _("Proxy"),
    "script": lambda: _("Proxy script"),
    "practice": lambda: _("Practice tenant"),
    "addresses": lambda: _("Addresses"),
    "address": lambda: _("Address used"),
    "port": lambda: _("Port"),
    "through": lambda: _("Through"),
    "protocol": lambda: _("Protocol"),
    "suite": lambda: _("Cipher suite"),
    "subject": lambda: _("Certificate of"),
    "names": lambda: _("Certificate's names"),
    "issuer": lambda: _("Issued by"),
    "valid_from": lambda: _("Valid from"),
    "valid_until": lambda: _("Valid until"),
    "key_type": lambda: _("Certificate's key"),
    "chain": lambda: _("Certificates sent"),
    "microsoft": lambda: _("As Microsoft connects"),
    "request": lambda: _("Request"),
    "status": lambda: _("Status"),
    "content_type": lambda: _("Content type"),
    "bytes": lambda: _("Bytes"),
    "total": lambda: _("People found"),
    "detail": lambda: _("The server says"),
    "reason": lambda: _("Reason"),
    "location": lambda: _("Points to"),
    "protector": lambda: _("Blocked by"),
    "plus": lambda: _("Blanks as +"),
    "percent": lambda: _("Blanks as %20"),
    "no_user_agent": lambda: _("Without User-Agent"),
    "mapped": lambda: _("Groups are mapped"),
    "answers": lambda: _("Answers"),
    "code": lambda: _("Microsoft's code"),
    "inner_status": lambda: _("Status Microsoft got"),
    "message": lambda: _("Microsoft says"),
    "here": lambda: _("From here"),
    "from_here": lambda: _("From here"),
}


def check_title(check: str) -> str:
    """A check's name for people."""
    return _CHECKS[check]() if check in _CHECKS else check


def status_word(status: str) -> str:
    """A check's state for people."""
    return _STATES[status]() if status in _STATES else status


def evidence_label(name: str) -> str:
    """What a piece of evidence is, for people; names without words are shown as they are."""
    return _EVIDENCE[name]() if name in _EVIDENCE else name.replace("_", " ")
