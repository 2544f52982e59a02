"""Words for the results of a search for the SCIM path."""

from __future__ import annotations

from collections.abc import Mapping

from wizard.messages.connection_remedies import (
    ASK_WHETHER_SCIM,
    CHECK_SUBDOMAIN,
    COPY_KEY,
    TELL_PLAYVOX,
    TRY_LATER,
)
from wizard.messages.language import N_
from wizard.messages.words import Words

_REQUESTS_SENT = N_("Requests sent: {requests}. Asked: {asked}.")
WORDS: Mapping[str, Words] = {
    "path_found": Words(
        N_("SCIM answers at {url}."), _REQUESTS_SENT, do=(N_("Use this address, then test again."),)
    ),
    "path_likely": Words(
        N_("SCIM is probably at {url}, but the key is refused there."),
        _REQUESTS_SENT,
        do=(N_("Use this address, then test again with the right key."), COPY_KEY),
    ),
    "path_nowhere": Words(
        N_("None of the likely paths answers as SCIM does."),
        _REQUESTS_SENT,
        do=(CHECK_SUBDOMAIN, ASK_WHETHER_SCIM, TELL_PLAYVOX),
    ),
    "path_search_blocked": Words(
        N_("The search could not reach the server."),
        "{why}",
        do=(N_("Run the connection test: it tells what stands in the way."), TRY_LATER),
    ),
}
