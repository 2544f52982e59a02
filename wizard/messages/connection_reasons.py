"""Words for the likely reasons why the two vantage points differ."""

from __future__ import annotations

from collections.abc import Mapping

from wizard.messages.connection_remedies import (
    COPY_KEY,
    SERVICE_TAG,
    TELL_IT,
    TRY_LATER,
)
from wizard.messages.language import N_
from wizard.messages.words import Words

WORDS: Mapping[str, Words] = {
    "reason_allow_list": Words(
        N_("Only listed addresses may connect, and Microsoft's are not on the list."), do=(SERVICE_TAG,)
    ),
    "reason_geo_block": Words(N_("Connections from some countries or data centers are blocked.")),
    "reason_no_user_agent": Words(
        N_(
            "Requests without a User-Agent header are blocked, and Microsoft's service is reported to send none."
        )
    ),
    "reason_other_values": Words(N_("Address or key were not the same on both sides."), do=(COPY_KEY,)),
    "reason_passing": Words(N_("A passing fault met one side only."), do=(TRY_LATER,)),
    "reason_private_name": Words(
        N_("The name leads to an address inside your network, which Microsoft cannot reach.")
    ),
    "reason_inspected_here": Words(N_("A device on your network answers in Playvox's place.")),
    "reason_local_firewall": Words(
        N_("A firewall on this network or computer blocks the way."), do=(TELL_IT,)
    ),
    "reason_local_inspection": Words(
        N_("A device on this network decrypts the traffic with a certificate of its own."), do=(TELL_IT,)
    ),
    "reason_local_trust": Words(
        N_("This computer's list of trusted authorities or its clock is out of date.")
    ),
    "reason_local_dns": Words(
        N_("This network's name server does not know, or hides, the name."), do=(TELL_IT,)
    ),
    "reason_local_proxy": Words(N_("The proxy of this network stands in the way."), do=(TELL_IT,)),
    "reason_local_address_blocked": Words(
        N_("Requests from this network's address are blocked in front of Playvox.")
    ),
}
