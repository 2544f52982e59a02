"""The page "Playvox does not connect": every cause of the connection test by symptom, in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module

from wizard.messages import explain
from wizard.messages.connection_labels import evidence_label
from wizard.messages.explanation import SURFACE, TABLES, Explanation
from wizard.messages.words import Words
from wizard.problem import Problem

SYMPTOMS: dict[str, tuple[str, ...]] = {
    "The Tenant URL or the key is not accepted as typed": (
        "address_invalid", "address_not_https", "address_private", "address_path_unusual", "host_unusual",
        "key_empty", "key_malformed", "key_hygiene",
    ),
    "Nothing answers": (
        "dns_not_found", "dns_failed", "tcp_refused", "tcp_timeout", "network_unreachable",
        "address_partly_dead", "proxy_unreachable", "proxy_auth_required", "proxy_unusable",
    ),
    "The encrypted connection fails": (
        "tls_untrusted", "tls_self_signed", "tls_expired", "tls_not_yet_valid", "clock_wrong",
        "tls_hostname_mismatch", "tls_chain_incomplete", "tls_version_unsupported",
        "tls_cipher_unsupported", "tls_inspected", "tls_client_certificate", "tls_no_http1", "not_tls",
    ),
    "A web page or a redirect comes back": (
        "blocked_by_waf", "blocked_here", "no_user_agent_blocked", "not_scim_html", "http_redirect",
        "http_redirect_elsewhere", "maintenance",
    ),
    "The answer is late or breaks off": (
        "http_timeout", "http_closed", "http_malformed", "body_too_slow", "body_too_large",
    ),
    "The key is refused": ("key_rejected", "key_not_permitted"),
    "The search for people fails": (
        "path_not_found", "zero_hits_as_404", "zero_hits_as_403", "method_not_allowed", "bad_request",
        "filter_rejected", "filter_ignored", "encoding_dependent", "media_type_refused", "throttled",
        "server_error", "groups_missing",
    ),
    "The answer cannot be read": (
        "not_json", "not_list_response", "empty_body", "content_type_unusual",
    ),
    "This computer and Microsoft's service differ": (
        "entra_unreachable_only", "here_unreachable_only", "entra_rejected",
    ),
    "The admin center shows an error": (
        "pasted_entra_rejected", "pasted_entra_unreachable_only", "pasted_dns_not_found",
        "pasted_tcp_refused", "pasted_tcp_timeout", "pasted_http_timeout", "pasted_http_closed",
        "pasted_tls_untrusted", "pasted_tls_expired", "pasted_tls_hostname_mismatch",
        "pasted_tls_chain_incomplete", "pasted_tls_version_unsupported", "pasted_server_error",
        "pasted_filter_ignored",
    ),
}  # fmt: skip
_FIELD = re.compile(r"\{(\w+)\}")
_LEFT_OUT = ("detail", "why", "state", "protector", "reason")


def symptoms_page() -> str:
    """The page as Markdown."""
    lines = [
        "# Playvox does not connect",
        "",
        "Find what you see, and what to do about it. The connection test (`test` on the command line, or",
        "“Only test a connection” in the window) names the cause by its code. An error from the admin",
        "center can be pasted there, or into `explain`.",
    ]
    for symptom, codes in SYMPTOMS.items():
        lines += ["", f"## {symptom}"]
        for code in codes:
            for words in _forms(code):
                lines += _entry(code, words)
    return "\n".join(lines) + "\n"


def _entry(code: str, words: Explanation) -> list[str]:
    lines = ["", f"### {words.what}", ""]
    lines += [words.why, ""] if words.why else []
    lines += [f"- {each}" for each in words.do]
    public = code.removeprefix("pasted_")
    return [*lines, "", f"Code: `{public}`"]


def _forms(code: str) -> Iterator[Explanation]:
    """The words of a code, and of each of its variants."""
    words = next(
        table[code] for name in TABLES if code in (table := import_module(f"wizard.messages.{name}").WORDS)
    )
    yield explain(Problem(code, _facts(words)))
    for (fact, value), variant in words.variants.items():
        if value:
            yield explain(Problem(code, {**_facts(variant), fact: value}))


def _facts(words: Words) -> dict[str, str]:
    """The name of each piece of evidence in place of its value."""
    texts = [words.what, words.why, *words.do]
    texts += [text for each in words.facts.values() for text in (*each.texts.values(), each.otherwise)]
    names = {name for text in texts for name in _FIELD.findall(text)}
    shown = {name: f"*{evidence_label(name).lower()}*" for name in sorted(names) if name not in _LEFT_OUT}
    return {**shown, SURFACE: "docs"}
