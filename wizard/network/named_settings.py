"""Environment variables about the network that cannot be used: said before anything connects.

A trust file that cannot be read ends the work, because nothing could be verified. An entry of NO_PROXY that
nobody understands, and a certificate variable of other programs, change nothing about the result: they are
remarked, with the way out.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from wizard.network.no_proxy import NoProxy
from wizard.network.proxies import named_variable
from wizard.network.trust_files import check_trust_file, check_trust_files, is_folder
from wizard.notices import notice
from wizard.problem import Problem, ProblemError

_OF_OTHERS = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")


def check_network_settings() -> None:
    """Raises `trust_file_unusable`, notices the other problems. Reads files."""
    check_trust_files()
    for remark in remarks(os.environ):
        notice(remark)


def remarks(variables: Mapping[str, str]) -> Iterator[Problem]:
    """What these variables ask for in vain, in no way a reason to stop."""
    name, text = named_variable("no_proxy", variables)
    ignored = NoProxy.parse(text).ignored
    if ignored:
        yield Problem("proxy_entries_ignored", {"name": name, "entries": ", ".join(ignored)})
    if sys.platform in ("win32", "darwin"):
        return
    for each in _OF_OTHERS:
        if not variables.get(each):
            continue
        path = Path(variables[each])
        if is_folder(path):
            continue  # other programs take a folder there as well
        try:
            check_trust_file(path, each)
        except ProblemError as error:
            yield Problem("trust_variable_unread", error.problem.facts)
