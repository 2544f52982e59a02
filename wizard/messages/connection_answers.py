"""Words for what Playvox's answers, both sides together, and texts pasted from Microsoft can mean."""

# ruff: noqa: E501 - a sentence is one line, as translators see it
from __future__ import annotations

from collections.abc import Callable

from wizard.messages.connection_remedies import (
    Facts,
    check_subdomain,
    copy_key,
    new_key,
    service_tag,
    tell_playvox,
    try_later,
)
from wizard.messages.explanation import (
    Explanation,
    register,
)
from wizard.messages.language import _


def _key_rejected(facts: Facts) -> Explanation:
    return Explanation(
        _("Playvox does not accept the key."),
        _(
            "The server was reached and answered 401. The key is wrong, incomplete, revoked, or from another Playvox; or the plain API key was copied instead of its BASE64 form."
        ),
        (copy_key(), new_key(), check_subdomain()),
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
            service_tag(),
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
            tell_playvox(),
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
            check_subdomain(),
            _("Ask Playvox whether SCIM is included and switched on."),
        ),
    )


def _zero_hits_as_404(facts: Facts) -> Explanation:
    return Explanation(
        _('The server says "not found" where it should say "nobody".'),
        _(
            "The list of users answers, but a search without a hit gives 404. Microsoft's service expects 200 with an empty list and takes this for a wrong address."
        ),
        (_("Only the server's maker can correct this."), tell_playvox()),
    )


def _method_not_allowed(facts: Facts) -> Explanation:
    return Explanation(
        _("The server does not offer searching for users."),
        _("It answered {status} to a plain question.").format(status=facts["status"]),
        (check_subdomain(), tell_playvox()),
    )


def _filter_rejected(facts: Facts) -> Explanation:
    return Explanation(
        _("The server refuses the search."),
        _("It answered {status} to a search by the matching attribute. {detail}").format(
            status=facts["status"], detail=facts["detail"]
        ),
        (
            _("Match people by userName: it is the only attribute Playvox documents for searching."),
            tell_playvox(),
        ),
    )


def _filter_ignored(facts: Facts) -> Explanation:
    return Explanation(
        _("The server found somebody who cannot exist."),
        _(
            "A search for a random name brought {found} people, so the search is ignored. Provisioning could then change the wrong people's accounts."
        ).format(found=facts["found"]),
        (_("Do not turn provisioning on."), tell_playvox()),
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
        (_("Only the server's maker can correct this."), tell_playvox()),
    )


def _media_type_refused(facts: Facts) -> Explanation:
    return Explanation(
        _("The server refuses SCIM's data format."),
        _("It answered {status} to a request for application/scim+json.").format(status=facts["status"]),
        (check_subdomain(), tell_playvox()),
    )


def _throttled(facts: Facts) -> Explanation:
    return Explanation(
        _("The server asks to be left alone for a while."),
        _("It counted too many requests (429). After wrong keys this can also be a lock."),
        (try_later(), _("If it stays so, ask Playvox to raise the limit for provisioning.")),
    )


def _server_error(facts: Facts) -> Explanation:
    return Explanation(
        _("Playvox has a problem of its own."),
        _("The server was reached and answered {status}. Address and key may well be right.").format(
            status=facts["status"]
        ),
        (try_later(), tell_playvox()),
    )


def _maintenance(facts: Facts) -> Explanation:
    return Explanation(
        _("The server is being maintained."),
        _("It answers with a maintenance notice (status {status}).").format(status=facts["status"]),
        (try_later(), _("Look at Playvox's status page.")),
    )


def _not_scim_html(facts: Facts) -> Explanation:
    return Explanation(
        _("A web page came back instead of data."),
        _(
            "The address belongs to the window for people, or a sign-in page stands before it. {detail}"
        ).format(detail=facts["detail"]),
        (_("Use https://yourcompany.playvox.com/scim/v1 as the Tenant URL."), check_subdomain()),
    )


def _not_json(facts: Facts) -> Explanation:
    return Explanation(
        _("The answer cannot be read."),
        _("It should be JSON and is not ({content_type}).").format(content_type=facts["content_type"]),
        (check_subdomain(), tell_playvox()),
    )


def _not_list_response(facts: Facts) -> Explanation:
    return Explanation(
        _("The answer is not a SCIM list."),
        _(
            "Data came back, but not in the form SCIM prescribes ({detail}). Microsoft's service cannot read it."
        ).format(detail=facts["detail"]),
        (check_subdomain(), tell_playvox()),
    )


def _empty_body(facts: Facts) -> Explanation:
    return Explanation(
        _("The answer is empty."),
        _("The server answered {status} without any content, where an empty list is needed.").format(
            status=facts["status"]
        ),
        (check_subdomain(), tell_playvox()),
    )


def _body_too_large(facts: Facts) -> Explanation:
    return Explanation(
        _("The answer is far too large."),
        _(
            "A search for nobody brought more than one mebibyte, so reading was stopped. The search may be ignored."
        ),
        (_("Do not turn provisioning on before this is explained."), tell_playvox()),
    )


def _body_too_slow(facts: Facts) -> Explanation:
    return Explanation(
        _("The answer began and never ended."),
        _("After {bytes} bytes the time was up.").format(bytes=facts["bytes"]),
        (
            try_later(),
            _("If it stays so only on this network, a device on the way holds answers back."),
            tell_playvox(),
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
            service_tag(),
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
            copy_key(),
            check_subdomain(),
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
        (check_subdomain(), _("Run the connection test here: it tells these apart."), service_tag()),
    )


def _pasted_tls(_facts: Facts) -> Explanation:
    return Explanation(
        _("Microsoft's service could not agree on encryption with the server."),
        _(
            "Its certificate is not publicly trusted, its chain is incomplete, or it offers no TLS 1.2 suite that Microsoft accepts."
        ),
        (_("Run the connection test here: it shows certificate, chain and suites."), tell_playvox()),
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


WORDS: dict[str, Callable[[Facts], Explanation]] = {
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
}
register(WORDS)
