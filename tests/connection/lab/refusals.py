"""Faults of what stands before or behind a SCIM service: firewalls, filters, gateways, plain servers."""

# ruff: noqa: E501 - one row of the table per fault

from __future__ import annotations

import ssl
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from tests.connection.lab import raw
from tests.connection.lab.authority import Authority
from tests.connection.lab.fault import KEY, Fault
from tests.connection.lab.server import Answering, Seen, answer, healthy


def page(title: str, text: str = "", more: str = "") -> bytes:
    """A web page."""
    return f"<!DOCTYPE html><html><head><title>{title}</title>{more}</head><body><h1>{title}</h1><p>{text}</p></body></html>".encode()


def html(title: str, status: str, text: str = "", headers: str = "", more: str = "") -> Answering:
    """The same page for every request."""
    return lambda _seen: answer(page(title, text, more), status, "text/html; charset=utf-8", headers)


def json(body: bytes, status: str, headers: str = "") -> Answering:
    """The same JSON for every request."""
    return lambda _seen: answer(body, status, "application/json", headers)


def plain(status: str, program: str = "nginx/1.26.1") -> Answering:
    """The page that nginx writes itself."""
    body = f"<html>\r\n<head><title>{status}</title></head>\r\n<body>\r\n<center><h1>{status}</h1></center>\r\n<hr><center>{program}</center>\r\n</body>\r\n</html>\r\n"
    return lambda _seen: answer(body.encode(), status, "text/html", f"Server: {program}\r\n")


def for_search(bad: bytes) -> Answering:
    """A healthy list, and `bad` for every search."""
    return lambda seen: bad if "filter" in seen.query and "Users" in seen.path else healthy(seen)


def keyless_refused(bad: bytes) -> Answering:
    """401 without a key, `bad` with one."""

    def answering(seen: Seen) -> bytes:
        known = seen.headers.get("authorization") == f"Bearer {KEY}"
        return bad if known else answer(b'{"detail":"no token"}', "401 Unauthorized")

    return answering


def _wanting_certificate(lab: Authority) -> ssl.SSLContext:
    context = lab.context()
    context.load_verify_locations(cafile=str(lab.root_file))
    context.verify_mode = ssl.CERT_REQUIRED
    return context


def _dated(days: float) -> Answering:
    """A healthy server whose clock differs from this computer's."""

    def answering(seen: Seen) -> bytes:
        when = format_datetime(datetime.now(UTC) + timedelta(days=days), usegmt=True)
        return healthy(seen).replace(b"\r\n", f"\r\nDate: {when}\r\n".encode(), 1)

    return answering


FORBIDDEN = (
    b'{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"403","detail":"Not for you."}'
)

REFUSALS = [
    # Protective services, each by what identifies it.
    Fault("Cloudflare asks for a browser", "auth", "blocked_by_waf", "challenge page", answering=html("Just a moment...", "403 Forbidden", headers="Server: cloudflare\r\nCF-Mitigated: challenge\r\nCF-Ray: 1-FRA\r\n")),
    Fault("AWS WAF challenge", "auth", "blocked_by_waf", "202 with an action header", answering=html("", "202 Accepted", headers="Server: awselb/2.0\r\nx-amzn-waf-action: challenge\r\n", more='<script>AwsWafIntegration.getToken()</script>')),
    Fault("AWS WAF captcha", "auth", "blocked_by_waf", "405 with an action header", answering=html("Human Verification", "405 Method Not Allowed", headers="Server: CloudFront\r\nx-amzn-waf-action: captcha\r\n")),
    Fault("F5 with status 200", "auth", "blocked_by_waf", "a rejection page that says 200", answering=html("Request Rejected", "200 OK", "The requested URL was rejected. Please consult with your administrator.<br>Your support ID is: 1834")),
    Fault("Azure Application Gateway", "auth", "blocked_by_waf", "403 of its firewall", answering=lambda _seen: answer(b"<html><head><title>403 Forbidden</title></head><body><center><h1>403 Forbidden</h1></center><hr><center>Microsoft-Azure-Application-Gateway/v2</center></body></html>", "403 Forbidden", "text/html", "Server: Microsoft-Azure-Application-Gateway/v2\r\n")),
    # Filters of the administrator's own network.
    Fault("Zscaler refuses the address", "http", "blocked_here", "a page of the company's filter", answering=html("Internet Security by Zscaler", "403 Forbidden", "Your organization has selected Zscaler to protect you.", "Server: Zscaler/6.3\r\n")),
    Fault("FortiGuard page with 200", "http", "blocked_here", "a filter that says 200", answering=html("Web Page Blocked!", "200 OK", "FortiGuard Intrusion Prevention - Access Blocked. Category: Unrated")),
    Fault("network wants a sign-in", "http", "blocked_here", "511", answering=html("Welcome", "511 Network Authentication Required")),
    Fault("redirect to a filter", "http", "blocked_here", "to gateway.zscaler.net", answering=lambda _seen: answer(b"", "307 Temporary Redirect", headers="Location: https://gateway.zscaler.net/auD?origurl=x\r\n")),
    # Plain pages keep the meaning of their status.
    Fault("nginx 403", "auth", "key_not_permitted", "its own page", answering=plain("403 Forbidden")),
    Fault("nginx 503", "scim", "server_error", "its own page", answering=plain("503 Service Temporarily Unavailable")),
    Fault("nginx 429", "scim", "throttled", "its own page", answering=plain("429 Too Many Requests")),
    Fault("load balancer without servers", "scim", "server_error", "503 of AWS", answering=lambda _seen: answer(b"<html><head><title>503 Service Temporarily Unavailable</title></head><body><center><h1>503 Service Temporarily Unavailable</h1></center></body></html>", "503 Service Temporarily Unavailable", "text/html", "Server: awselb/2.0\r\n")),
    Fault("API gateway: no such path", "scim", "path_not_found", "403, Missing Authentication Token", answering=json(b'{"message":"Missing Authentication Token"}', "403 Forbidden", "x-amzn-ErrorType: MissingAuthenticationTokenException\r\n")),
    Fault("API gateway forbids", "auth", "key_not_permitted", "403, Forbidden", answering=json(b'{"message":"Forbidden"}', "403 Forbidden", "x-amzn-ErrorType: ForbiddenException\r\n")),
    # Contrast before conclusion.
    Fault("nobody found as 403", "scim", "zero_hits_as_403", "the collection answers", answering=for_search(answer(FORBIDDEN, "403 Forbidden"))),
    Fault("nobody found as 500", "scim", "server_error", "the collection answers", answering=for_search(answer(b"{}", "500 Internal Server Error"))),
    Fault("key known, not permitted", "auth", "key_not_permitted", "401 without the key", answering=keyless_refused(answer(b'{"error":"role"}', "403 Forbidden"))),
    Fault("search refused without a word", "scim", "filter_rejected", "400, and the collection answers", answering=for_search(answer(b"", "400 Bad Request"))),
    Fault("unknown account", "scim", "bad_request", "400 for everything", answering=json(b'{"message":"Unknown tenant acme"}', "400 Bad Request")),
    Fault("host name not served", "scim", "bad_request", "400 of HTTP.sys", answering=html("Bad Request - Invalid Hostname", "400 Bad Request", "HTTP Error 400. The request hostname is invalid.", "Server: Microsoft-HTTPAPI/2.0\r\n")),
    Fault("only listed addresses", "auth", "key_not_permitted", "403 in JSON that says so", answering=json(b'{"error":{"message":"IP address 203.0.113.7 is not allowed"}}', "403 Forbidden")),
    # TLS and HTTP versions.
    Fault("client certificate wanted in a page", "http", "tls_client_certificate", "400 of nginx", answering=plain("400 No required SSL certificate was sent")),
    Fault("client certificate wanted by TLS 1.3", "tls", "tls_client_certificate", "alert after the handshake", tls=lambda lab: _wanting_certificate(lab)),
    Fault("name not known to TLS", "tls", "tls_hostname_mismatch", "alert unrecognized_name", tls=lambda lab: None, raw=raw.to_any_start(bytes([21, 3, 3, 0, 2, 2, 112]))),
    Fault("no application protocol in common", "tls", "tls_no_http1", "alert no_application_protocol", tls=lambda lab: None, raw=raw.to_any_start(bytes([21, 3, 3, 0, 2, 2, 120]))),
    Fault("HTTP/2 only", "http", "tls_no_http1", "answers with frames", raw=raw.then_close(bytes.fromhex("000006040000000000000300000064") + bytes.fromhex("000008070000000000") + bytes(8))),
    Fault("clock behind", "tls", "clock_wrong", "not valid yet here, valid by the server's clock", tls=lambda lab: lab.context(starts=timedelta(days=2)), answering=_dated(10)),
    Fault("clock ahead", "tls", "clock_wrong", "expired here, valid by the server's clock", tls=lambda lab: lab.context(ends=timedelta(days=-2)), answering=_dated(-10)),
    Fault("server's clock is wrong too", "tls", "tls_expired", "expired by both clocks", tls=lambda lab: lab.context(ends=timedelta(days=-5)), answering=_dated(-1)),
    # Bodies.
    Fault("byte order mark", "scim", "not_json", "before the JSON", warning=True, answering=lambda _seen: answer(b"\xef\xbb\xbf" + answer().partition(b"\r\n\r\n")[2])),
    Fault("notices before the data", "scim", "not_json", "a PHP warning", answering=lambda _seen: answer(b"<br />\n<b>Warning</b>:  Undefined variable $x in <b>/srv/scim.php</b> on line <b>12</b><br />\n" + answer().partition(b"\r\n\r\n")[2])),
    Fault("SCIM 1.1", "scim", "not_list_response", "another version", answering=lambda _seen: answer(b'{"schemas":["urn:scim:schemas:core:1.0"],"totalResults":0,"Resources":[]}')),
    Fault("redirect to a slash", "http", "http_redirect", "308 to /Users/", answering=lambda seen: answer(b"", "308 Permanent Redirect", headers=f"Location: {seen.path}/?{seen.query}\r\n")),
    Fault("SCIM moved", "http", "http_redirect_elsewhere", "to another host's /Users", answering=lambda seen: answer(b"", "301 Moved Permanently", headers="Location: https://eu.playvox.test/scim/v1/Users?x=1\r\n")),
]  # fmt: skip
