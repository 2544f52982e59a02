"""Words for refusals: of the key, of the request, of the search, by a firewall or a filter."""

from __future__ import annotations

from collections.abc import Mapping

from wizard.messages.connection_remedies import (
    ASK_ABOUT_PLAN,
    ASK_WHETHER_SCIM,
    CHECK_SUBDOMAIN,
    COPY_KEY,
    MATCH_BY_USER_NAME,
    NEW_KEY,
    ONLY_MAKER,
    SAID,
    SERVICE_TAG,
    TELL_IT,
    TELL_PLAYVOX,
    TEST_ELSEWHERE,
    TRY_LATER,
    UNFILTERED_PATH,
)
from wizard.messages.language import N_
from wizard.messages.words import FactWords, Words

_SOME_PROTECTOR = N_("a protective service in front of Playvox")
_SOME_FILTER = N_("a filter or sign-in page of your network")
_PROTECTOR = {"detail": SAID, "protector": FactWords({"": _SOME_PROTECTOR, "unknown": _SOME_PROTECTOR})}
_FILTER = {"detail": SAID, "protector": FactWords({"": _SOME_FILTER, "unknown": _SOME_FILTER})}
_SAID = {"detail": SAID}
_MAY_NOT_BE_KEY = N_("It answered {status}. This does not show whether the key was checked. {detail}")
_LISTED = Words(
    N_("The server accepts requests from certain addresses only."),
    _MAY_NOT_BE_KEY,
    do=(
        SERVICE_TAG,
        N_("Ask Playvox which addresses may connect, and have this network's address added for this test."),
    ),
    facts=_SAID,
)
_HOST = Words(
    N_("The server does not serve this host name."),
    N_("It answered {status}, before it checked the path or the key. {detail}"),
    do=(CHECK_SUBDOMAIN, TELL_PLAYVOX),
    facts=_SAID,
)
_TENANT = Words(
    N_("The server does not know this Playvox account, or SCIM is not turned on for it."),
    N_("It answered {status}. {detail}"),
    do=(CHECK_SUBDOMAIN, ASK_WHETHER_SCIM),
    facts=_SAID,
)
_GATEWAY = Words(
    N_("The gateway in front of Playvox refuses the request."),
    N_(
        "An API gateway answered {status}, before the request reached the SCIM service. This does not show whether the key was checked. {detail}"
    ),
    do=(
        CHECK_SUBDOMAIN,
        N_("Ask Playvox whether the gateway expects another key, or allows certain addresses only."),
        SERVICE_TAG,
    ),
    facts=_SAID,
)

WORDS: Mapping[str, Words] = {
    "key_rejected": Words(
        N_("Playvox does not accept the key."),
        N_(
            "The server was reached and answered {status}. The key is wrong, incomplete, revoked, or from another Playvox; or the plain API key was copied instead of its BASE64 form. {detail}"
        ),
        do=(COPY_KEY, NEW_KEY, CHECK_SUBDOMAIN),
        facts={**_SAID, "status": FactWords({"": "401", "–": "401"})},
        variants={("why", "gateway"): _GATEWAY},
    ),
    "key_not_permitted": Words(
        N_("The server refuses the request."),
        _MAY_NOT_BE_KEY,
        do=(
            N_("Let a Super Admin create the key, and check Roles > Essentials > API Keys Permissions."),
            ASK_ABOUT_PLAN,
            N_(
                "Ask whether a firewall or a list of allowed addresses refuses requests to the SCIM address."
            ),
            SERVICE_TAG,
        ),
        facts=_SAID,
        variants={
            ("why", "address"): _LISTED,
            ("why", "host"): _HOST,
            ("why", "tenant"): _TENANT,
            ("why", "gateway"): _GATEWAY,
            ("key_known", "True"): Words(
                N_("Playvox knows the key but does not allow it this."),
                N_(
                    "The answer was {status}. The person who owns the key may lack the right role, or your plan may not include access for programs. {detail}"
                ),
                do=(
                    N_("Let a Super Admin create the key."),
                    N_("In Playvox, check Roles > Essentials > API Keys Permissions."),
                    ASK_ABOUT_PLAN,
                ),
                facts=_SAID,
            ),
        },
    ),
    "blocked_by_waf": Words(
        N_("The request was blocked before it reached Playvox."),
        N_("A block page or a challenge for people came back ({status}), written by {protector}. {detail}"),
        do=(
            UNFILTERED_PATH,
            SERVICE_TAG,
            N_("Compare with Microsoft's side of this test: it comes from other addresses."),
        ),
        facts=_PROTECTOR,
    ),
    "blocked_here": Words(
        N_("Your own network answered instead of Playvox."),
        N_(
            "The answer ({status}) was written by {protector}, between this computer and the internet. Microsoft's service does not pass through it. {detail}"
        ),
        do=(
            N_("Ask the people who run your network to allow this computer to open the Tenant URL."),
            TEST_ELSEWHERE,
            TELL_IT,
        ),
        facts=_FILTER,
        variants={
            ("why", "sign_in"): Words(
                N_("Your network asks you to sign in first."),
                N_(
                    "A sign-in page of the network answered ({status}) instead of Playvox, as in hotels and guest networks. {detail}"
                ),
                do=(
                    N_("Open a web page in the browser, sign in to the network, and run the test again."),
                    TEST_ELSEWHERE,
                ),
                facts=_SAID,
            )
        },
    ),
    "path_not_found": Words(
        N_("There is no SCIM service at this address."),
        N_(
            "The server was reached and answered {status}. The end of the Tenant URL is wrong, or provisioning is not switched on for your Playvox. {detail}"
        ),
        do=(
            N_("Use https://yourcompany.playvox.com/scim/v1, without /Users behind it."),
            CHECK_SUBDOMAIN,
            ASK_WHETHER_SCIM,
        ),
        facts=_SAID,
        variants={("why", "host"): _HOST, ("why", "tenant"): _TENANT},
    ),
    "zero_hits_as_404": Words(
        N_("The server says “not found” where it should say “nobody”."),
        N_(
            "The list of users answers, but a search without a result gives 404. Microsoft's service expects 200 with an empty list and takes this for a wrong address."
        ),
        do=(ONLY_MAKER, TELL_PLAYVOX),
    ),
    "zero_hits_as_403": Words(
        N_("The server says “forbidden” where it should say “nobody”."),
        N_(
            "The key may read the list of users, but a search without a result gives 403. Microsoft's service expects 200 with an empty list. {detail}"
        ),
        do=(ONLY_MAKER, TELL_PLAYVOX),
        facts=_SAID,
    ),
    "method_not_allowed": Words(
        N_("The server does not allow this request."),
        N_("It answered {status} to a search for users. {detail}"),
        do=(CHECK_SUBDOMAIN, TELL_PLAYVOX),
        facts=_SAID,
    ),
    "filter_rejected": Words(
        N_("The server refuses the search."),
        N_("It answered {status} to a search by the matching attribute. {detail}"),
        do=(MATCH_BY_USER_NAME, TELL_PLAYVOX),
        facts=_SAID,
    ),
    "bad_request": Words(
        N_("The server does not accept the request."),
        N_("It answered {status}. Nothing shows that the search itself is the reason. {detail}"),
        do=(CHECK_SUBDOMAIN, ASK_WHETHER_SCIM, TELL_PLAYVOX),
        facts=_SAID,
        variants={
            ("why", "host"): _HOST,
            ("why", "tenant"): _TENANT,
            ("why", "too_long"): Words(
                N_("The request is too long for the server."),
                N_("It answered {status}: the header with the key is longer than it accepts. {detail}"),
                do=(COPY_KEY, TELL_PLAYVOX),
                facts=_SAID,
            ),
        },
    ),
    "throttled": Words(
        N_("The server asks for fewer requests."),
        N_("It counted too many requests ({status}). After wrong keys this can also be a lock. {detail}"),
        do=(TRY_LATER, N_("If it stays so, ask Playvox to raise the limit for provisioning.")),
        facts=_SAID,
    ),
    "server_error": Words(
        N_("Playvox has a problem of its own."),
        N_("The server was reached and answered {status}. Address and key may well be right. {detail}"),
        do=(TRY_LATER, TELL_PLAYVOX),
        facts=_SAID,
        variants={
            ("why", "stopped"): Words(
                N_("The server is switched off."),
                N_("Its host answered {status} in its place. {detail}"),
                do=(TRY_LATER, CHECK_SUBDOMAIN, TELL_PLAYVOX),
                facts=_SAID,
            ),
            ("only_search", "True"): Words(
                N_("The server fails when it searches for a user."),
                N_(
                    "The list of users answers, but a search by the matching attribute gives {status}. {detail}"
                ),
                do=(MATCH_BY_USER_NAME, TELL_PLAYVOX),
                facts=_SAID,
            ),
        },
    ),
}
