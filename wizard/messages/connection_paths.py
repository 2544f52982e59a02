"""Words for what a search for the right path found."""

from __future__ import annotations

from collections.abc import Callable

from wizard.messages.connection_remedies import (
    Facts,
    check_subdomain,
    copy_key,
    tell_playvox,
    try_later,
)
from wizard.messages.explanation import (
    Explanation,
    register,
)
from wizard.messages.language import _


def _asked(facts: Facts) -> str:
    return _("Requests sent: {requests}. Asked: {asked}.").format(
        requests=facts["requests"], asked=facts["asked"]
    )


def _found(facts: Facts) -> Explanation:
    return Explanation(
        _("SCIM answers at {url}.").format(url=facts["url"]),
        _asked(facts),
        (_("Use this address, then test again."),),
    )


def _likely(facts: Facts) -> Explanation:
    return Explanation(
        _("SCIM is probably at {url}, but the key is refused there.").format(url=facts["url"]),
        _asked(facts),
        (_("Use this address, then test again with the right key."), copy_key()),
    )


def _nowhere(facts: Facts) -> Explanation:
    return Explanation(
        _("None of the likely paths answers as SCIM does."),
        _asked(facts),
        (check_subdomain(), _("Ask Playvox whether SCIM is included and switched on."), tell_playvox()),
    )


def _blocked(facts: Facts) -> Explanation:
    return Explanation(
        _("The search could not reach the server."),
        facts["why"],
        (_("Run the connection test: it tells what stands in the way."), try_later()),
    )


WORDS: dict[str, Callable[[Facts], Explanation]] = {
    "path_found": _found,
    "path_likely": _likely,
    "path_nowhere": _nowhere,
    "path_search_blocked": _blocked,
}
register(WORDS)
