"""Words for the reasons why two vantage points can differ."""

# ruff: noqa: E501 - a sentence is one line, as translators see it
from __future__ import annotations

from collections.abc import Callable

from wizard.messages.connection_remedies import (
    Facts,
    copy_key,
    service_tag,
    tell_it,
    try_later,
)
from wizard.messages.explanation import (
    Explanation,
    register,
)
from wizard.messages.language import _


def _reason(what: Callable[[], str], *do: Callable[[], str]) -> Callable[[Facts], Explanation]:
    return lambda _facts: Explanation(what(), "", tuple(each() for each in do))


WORDS: dict[str, Callable[[Facts], Explanation]] = {
    "reason_allow_list": _reason(
        lambda: _("Only listed addresses may connect, and Microsoft's are not on the list."), service_tag
    ),
    "reason_geo_block": _reason(lambda: _("Connections from some countries or data centres are blocked.")),
    "reason_no_user_agent": _reason(
        lambda: _(
            "Requests without a User-Agent header are blocked, and Microsoft's service is reported to send none."
        )
    ),
    "reason_other_values": _reason(lambda: _("Address or key were not the same on both sides."), copy_key),
    "reason_passing": _reason(lambda: _("A passing fault met one side only."), try_later),
    "reason_private_name": _reason(
        lambda: _("The name leads to an address inside your network, which Microsoft cannot reach.")
    ),
    "reason_inspected_here": _reason(lambda: _("A device on your network answers in Playvox's place.")),
    "reason_local_firewall": _reason(
        lambda: _("A firewall on this network or computer blocks the way."), tell_it
    ),
    "reason_local_inspection": _reason(
        lambda: _("A device on this network decrypts the traffic with a certificate of its own."), tell_it
    ),
    "reason_local_trust": _reason(
        lambda: _("This computer's list of trusted authorities or its clock is out of date.")
    ),
    "reason_local_dns": _reason(
        lambda: _("This network's name server does not know, or hides, the name."), tell_it
    ),
    "reason_local_proxy": _reason(lambda: _("The proxy of this network stands in the way."), tell_it),
    "reason_local_address_blocked": _reason(
        lambda: _("Requests from this network's address are blocked in front of Playvox.")
    ),
}
register(WORDS)
