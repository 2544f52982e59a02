"""Contrast before conclusion: further requests that tell the possible reasons of a refusal apart.

A 403, 404, 400 or 500 to the search says little by itself. The list without a search shows whether the
search is the matter; the same search without the key shows whether the key was looked at.
"""

from __future__ import annotations

from dataclasses import dataclass

from wizard.connection.request_sender import RequestResult, RequestSender
from wizard.connection.requests import Requests

_BY_LIST = ("path_not_found", "key_not_permitted", "bad_request", "filter_rejected", "server_error")
_NOT_BY_ENCODING = (
    "blocked_by_waf",
    "blocked_here",
    "key_rejected",
    "key_not_permitted",
    "throttled",
    "maintenance",
    "tls_client_certificate",
)
_BY_KEY = ("key_not_permitted", "bad_request", "filter_rejected")


@dataclass(frozen=True, slots=True)
class Contrast:
    """The first search and the requests it was compared with; None: not sent, because it would say nothing.

    `percent` has spaces as `%20`, `collection` is the list without a search, `keyless` the search without
    the key.
    """

    first: RequestResult
    percent: RequestResult | None = None
    collection: RequestResult | None = None
    keyless: RequestResult | None = None

    @property
    def search_is_refused(self) -> bool:
        """Whether the list of users answers, and only the search does not."""
        listed = self.collection is not None and self.collection.cause is None
        return self.first.cause is not None and listed

    @property
    def key_is_known(self) -> bool:
        """Whether something besides the status shows that the key was accepted."""
        if self.search_is_refused or (self.percent is not None and self.percent.cause is None):
            return True
        if self.first.judgment.is_scim_error and self.first.status == 403:
            return True
        return self.keyless is not None and self.keyless.status == 401 and self.first.status != 401

    @property
    def cause(self) -> str | None:
        """The cause of the refused search, after the comparison."""
        cause = self.first.cause
        if self.search_is_refused:
            if cause == "path_not_found":
                return "zero_hits_as_404"
            if cause == "key_not_permitted" and self.first.status == 403:
                return "zero_hits_as_403"
            if cause == "bad_request" and not self.first.judgment.why:
                return "filter_rejected"
        return cause


async def compare(first: RequestResult, sender: RequestSender, requests: Requests) -> Contrast:
    """Send the requests that explain a first answer that is not the right one; none after a broken one."""
    cause = first.cause
    if cause is None or first.answer is None or first.status is None:
        return Contrast(first)
    percent = collection = keyless = None
    if cause not in _NOT_BY_ENCODING and first.status != 429:
        percent = await sender.send(requests.percent)
        if percent.is_empty_list:
            return Contrast(first, percent)
    if cause in _BY_LIST:
        collection = await sender.send(requests.collection)
    if cause in _BY_KEY and (collection is None or collection.cause is not None):
        keyless = await sender.send(requests.keyless)
    return Contrast(first, percent, collection, keyless)
