"""Words for answers with 200 whose body is not the list that SCIM prescribes."""

from __future__ import annotations

from collections.abc import Mapping

from wizard.messages.connection_remedies import (
    CHECK_SUBDOMAIN,
    COPY_KEY,
    ONLY_MAKER,
    SAID,
    TELL_PLAYVOX,
    USE_SCIM_URL,
)
from wizard.messages.language import N_
from wizard.messages.words import FactWords, Words

_SAID = {"detail": SAID}
_ERROR_IN_SUCCESS = N_("{detail} Microsoft's service takes this for a broken answer.")

WORDS: Mapping[str, Words] = {
    "not_scim_html": Words(
        N_("A web page came back instead of data."),
        N_("The address belongs to the window for people, or a sign-in page stands before it. {detail}"),
        do=(USE_SCIM_URL, CHECK_SUBDOMAIN),
        facts={"detail": FactWords({"": "", "–": ""}, otherwise=N_("The page is named: {detail}"))},
    ),
    "not_json": Words(
        N_("The answer cannot be read."),
        N_("It should be JSON and is not ({content_type}). {detail}"),
        do=(CHECK_SUBDOMAIN, TELL_PLAYVOX),
        facts=_SAID,
        variants={
            ("why", "bom"): Words(
                N_("An invisible byte order mark (BOM) stands before the answer."),
                N_(
                    "The answer is right otherwise. JSON must not start with this mark (RFC 8259); whether Microsoft's service ignores it is not documented."
                ),
                do=(
                    N_("Run the test from Microsoft's side too: it shows whether the mark matters."),
                    TELL_PLAYVOX,
                ),
            ),
            ("why", "prefix"): Words(
                N_("Other text stands before the data."),
                N_(
                    "The server's program writes messages of its own into the answer, so it is not JSON any more. {detail}"
                ),
                do=(ONLY_MAKER, TELL_PLAYVOX),
                facts=_SAID,
            ),
            ("why", "suffix"): Words(
                N_("Other text stands after the data."),
                N_(
                    "The server, or a device on the way, adds text of its own to the answer, so it is not JSON any more. {detail}"
                ),
                do=(ONLY_MAKER, TELL_PLAYVOX),
                facts=_SAID,
            ),
            ("why", "xml"): Words(
                N_("The answer is XML, not JSON."),
                N_("Microsoft's service reads SCIM 2.0 in JSON only. {detail}"),
                do=(CHECK_SUBDOMAIN, USE_SCIM_URL, TELL_PLAYVOX),
                facts=_SAID,
            ),
        },
    ),
    "not_list_response": Words(
        N_("The answer is not a SCIM list."),
        N_(
            "Data came back, but not in the form SCIM prescribes ({detail}). Microsoft's service cannot read it."
        ),
        do=(CHECK_SUBDOMAIN, TELL_PLAYVOX),
        variants={
            ("why", "error"): Words(
                N_("The server reports an error, but with the status for success."),
                _ERROR_IN_SUCCESS,
                do=(COPY_KEY, CHECK_SUBDOMAIN, TELL_PLAYVOX),
                facts=_SAID,
            ),
            ("why", "error_key"): Words(
                N_("The server does not accept the key, but answers with the status for success."),
                _ERROR_IN_SUCCESS,
                do=(COPY_KEY, TELL_PLAYVOX),
                facts=_SAID,
            ),
            ("why", "scim1"): Words(
                N_("The server answers in SCIM 1.1."),
                N_("Its schemas name version 1; Microsoft's service reads SCIM 2.0 only."),
                do=(
                    N_("The server, or the end of the Tenant URL, has to be switched to SCIM 2.0."),
                    TELL_PLAYVOX,
                ),
            ),
            ("why", "text"): Words(
                N_("The data is packed in a text."),
                N_("The answer is JSON that holds the list as a text, not as data; it was encoded twice."),
                do=(ONLY_MAKER, TELL_PLAYVOX),
            ),
        },
    ),
}
