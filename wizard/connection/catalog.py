"""The public names of the connection test: checks, causes, exit codes. Scripts depend on them."""

from __future__ import annotations

from enum import IntEnum

CHECKS: tuple[str, ...] = (
    "address",
    "key",
    "proxy",
    "dns",
    "tcp",
    "tls",
    "http",
    "auth",
    "scim",
    "encoding",
    "groups",
    "discovery",
    "entra",
    "difference",
)

CAUSES: tuple[str, ...] = (
    "address_invalid",
    "address_not_https",
    "address_private",
    "address_path_unusual",
    "host_unusual",
    "address_partly_dead",
    "key_empty",
    "key_malformed",
    "key_hygiene",
    "proxy_unreachable",
    "proxy_auth_required",
    "proxy_unusable",
    "dns_not_found",
    "dns_failed",
    "tcp_refused",
    "tcp_timeout",
    "network_unreachable",
    "tls_untrusted",
    "tls_self_signed",
    "tls_expired",
    "tls_not_yet_valid",
    "tls_hostname_mismatch",
    "tls_chain_incomplete",
    "tls_version_unsupported",
    "tls_cipher_unsupported",
    "tls_inspected",
    "tls_client_certificate",
    "tls_no_http1",
    "clock_wrong",
    "not_tls",
    "http_redirect",
    "http_redirect_elsewhere",
    "http_timeout",
    "http_closed",
    "http_malformed",
    "key_rejected",
    "key_not_permitted",
    "blocked_by_waf",
    "blocked_here",
    "no_user_agent_blocked",
    "path_not_found",
    "zero_hits_as_404",
    "zero_hits_as_403",
    "method_not_allowed",
    "bad_request",
    "filter_rejected",
    "filter_ignored",
    "encoding_dependent",
    "media_type_refused",
    "throttled",
    "server_error",
    "maintenance",
    "not_scim_html",
    "not_json",
    "not_list_response",
    "empty_body",
    "body_too_large",
    "body_too_slow",
    "groups_missing",
    "content_type_unusual",
    "entra_unreachable_only",
    "here_unreachable_only",
    "entra_rejected",
    "cancelled",
    "unexpected",
)


class ConnectionExit(IntEnum):
    """Exit codes of `test`."""

    WORKS = 0
    WARNINGS = 1
    FAILS = 2
    USAGE = 3
    CANCELLED = 4
    DEFECT = 5
