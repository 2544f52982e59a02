"""Every fault the laboratory can produce on one computer, with the cause the test must report."""

# ruff: noqa: E501 - one row of the table per fault

from __future__ import annotations

import ssl
from datetime import timedelta

from tests.connection.lab import raw
from tests.connection.lab.authority import Authority
from tests.connection.lab.fault import KEY, Fault
from tests.connection.lab.refusals import REFUSALS
from tests.connection.lab.server import EMPTY_LIST, Answering, Seen, answer, healthy
from wizard.connection import MicrosoftAnswer

V = ssl.TLSVersion
LIST = "urn:ietf:params:scim:api:messages:2.0:ListResponse"
BLOCK_PAGE = (
    b"<!DOCTYPE html><html><head><title>Access denied</title></head><body>Incident ID 1</body></html>"
)


def always(data: bytes) -> Answering:
    """The same bytes for every request."""
    return lambda _seen: data


def for_query(bad: bytes) -> Answering:
    """A healthy collection, and `bad` for every search."""
    return lambda seen: bad if "filter" in seen.query else answer()


def without_agent(bad: bytes) -> Answering:
    """Healthy only for requests with a User-Agent."""
    return lambda seen: healthy(seen) if "user-agent" in seen.headers else bad


def by_space_encoding(plus: bytes, percent: bytes) -> Answering:
    """One answer for `+`, another for `%20`."""
    return lambda seen: percent if "%20eq%20" in seen.query else plus


def groups(bad: bytes) -> Answering:
    """Healthy except for groups."""
    return lambda seen: bad if "/Groups" in seen.path else healthy(seen)


def needs_key(seen: Seen) -> bytes:
    """Answers of a server that checks the key."""
    if seen.headers.get("authorization") != f"Bearer {KEY}":
        return answer(b'{"detail":"no"}', "401 Unauthorized")
    return healthy(seen)


ERROR = b'{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"404","detail":"Not found"}'
PEOPLE = (
    b'{"schemas":["%b"],"totalResults":2,"Resources":[{"id":"1","userName":"a"},{"id":"2","userName":"b"}]}'
    % LIST.encode()
)

TYPED = [
    Fault("space in the address", "address", "address_invalid", "two words typed", url="ac me"),
    Fault("password in the address", "address", "address_invalid", "name@ in it", url="https://a:b@x.playvox.com"),
    Fault("address is empty", "address", "address_invalid", "nothing typed", url=" "),
    Fault("address without a company", "address", "address_invalid", "playvox.com", url="https://www.playvox.com"),
    Fault("plain http", "address", "address_not_https", "http to the world", url="http://acme.playvox.com"),
    Fault("own computer", "address", "address_private", "localhost without permission", loopback=False),
    Fault("private address", "address", "address_private", "10.0.0.8", url="https://10.0.0.8/scim/v1",
          routes={"10.0.0.8": "127.0.0.1"}, tls=lambda lab: lab.context(names=("10.0.0.8",)), warning=True),
    Fault("another path", "address", "address_path_unusual", "/scim/v2", warning=True,
          url="https://localhost:{port}/scim/v2"),
    Fault("empty key", "key", "key_empty", "spaces and quotes", key=' "" '),
    Fault("no key given", "key", "key_empty", "address only", key=None, warning=True, answering=needs_key),
    Fault("a document as key", "key", "key_malformed", "10 MB", key="x" * 10_000_000),
    Fault("raw id and key", "key", "key_malformed", "id:key not encoded", key="user4f2a:playvox-9d8e7f6a", warning=True),
    Fault("address as key", "key", "key_malformed", "fields swapped", key="https://acme.playvox.com", warning=True),
    Fault("key with Bearer", "key", "key_hygiene", "header copied", key=f'"Bearer {KEY}"\r\n', warning=True,
          answering=needs_key),
    Fault("key broken into lines", "key", "key_hygiene", "from a mail", key=f"{KEY[:20]}\r\n{KEY[20:]}", warning=True,
          answering=needs_key),
    Fault("key with zero-width characters", "key", "key_hygiene", "from a chat", key=f"\u200b{KEY}\ufeff",
          warning=True, answering=needs_key),
]  # fmt: skip

WAY = [
    Fault("proxy is off", "proxy", "proxy_unreachable", "nobody listens", proxy_address="http://127.0.0.1:1"),
    Fault("proxy hangs up", "proxy", "proxy_unreachable", "closes at once", proxy=raw.hanging_up),
    Fault("proxy says nothing", "proxy", "proxy_unreachable", "never answers", proxy=raw.silent, seconds=0.4),
    Fault("proxy refuses", "proxy", "proxy_unreachable", "403 to CONNECT",
          proxy=raw.then_close(answer(BLOCK_PAGE, "403 Forbidden", "text/html"))),
    Fault("proxy cannot reach it", "proxy", "proxy_unreachable", "502 to CONNECT",
          proxy=raw.then_close(answer(b"", "502 Bad Gateway"))),
    Fault("proxy wants a password", "proxy", "proxy_auth_required", "407",
          proxy=raw.then_close(answer(b"", "407 Proxy Authentication Required"))),
    Fault("proxy refuses the password", "proxy", "proxy_auth_required", "407 despite a login",
          proxy=raw.then_close(answer(b"", "407 Proxy Authentication Required")),
          proxy_address="http://ana:wrong-horse@127.0.0.1:{proxy}"),
    Fault("proxy speaks another protocol", "proxy", "proxy_unreachable", "SSH", proxy=raw.speaking_ssh),
    Fault("proxy talks in the tunnel", "proxy", "proxy_unreachable", "bytes of its own after 200",
          proxy=raw.then_close(b"HTTP/1.1 200 OK\r\n\r\n<html>welcome</html>")),
    Fault("tunnel is closed", "tls", "http_closed", "200, then closed",
          proxy=raw.then_close(b"HTTP/1.1 200 OK\r\n\r\n")),
    Fault("tunnel is cut in the handshake", "tls", "http_closed", "after 300 bytes",
          proxy=raw.tunnelling_badly(cut_after=300)),
    Fault("tunnel spoils the handshake", "tls", "http_closed", "bits turned from byte 300 on",
          proxy=raw.tunnelling_badly(garble_from=300)),
    Fault("tunnel says nothing", "tls", "http_timeout", "200, then silence", seconds=0.4,
          proxy=raw.after_connect(raw.silent)),
    Fault("tunnel ends in a web page", "tls", "not_tls", "200, then plain HTTP to the handshake",
          proxy=raw.after_connect(raw.plain_http)),
    Fault("proxy of an unknown kind", "proxy", "proxy_unusable", "SOCKS version 4",
          proxy_address="socks4://127.0.0.1:{proxy}"),
    Fault("proxy address that is none", "proxy", "proxy_unusable", "a bracket is missing", proxy_address="http://[::1"),
    Fault("SOCKS proxy hangs up", "proxy", "proxy_unreachable", "closes at once", proxy=raw.hanging_up,
          proxy_address="socks5://127.0.0.1:{proxy}"),
    Fault("SOCKS proxy wants a password", "proxy", "proxy_auth_required", "no method without one is allowed",
          proxy=raw.to_any_start(b"\x05\xff"), proxy_address="socks5://127.0.0.1:{proxy}"),
    Fault("no such name", "dns", "dns_not_found", "NXDOMAIN", url="https://nobody.playvox.test/scim/v1"),
    Fault("name server too slow", "dns", "dns_failed", "no answer in time", seconds=0),
    Fault("port closed", "tcp", "tcp_refused", "nobody listens", url="https://localhost:1/scim/v1"),
    Fault("no way there", "tcp", "network_unreachable", "no route", url="https://acme.playvox.com/scim/v1",
          routes={"acme.playvox.com": "127.255.255.255"}),
]  # fmt: skip


def _zscaler(lab: Authority) -> Authority:
    return Authority(lab.folder, "Zscaler Root CA", "Zscaler Inc.")


TLS = [
    Fault("certificate expired", "tls", "tls_expired", "yesterday",
          tls=lambda lab: lab.context(ends=timedelta(days=-1))),
    Fault("certificate not valid yet", "tls", "tls_not_yet_valid", "tomorrow",
          tls=lambda lab: lab.context(starts=timedelta(days=1))),
    Fault("certificate for another name", "tls", "tls_hostname_mismatch", "other.example",
          tls=lambda lab: lab.context(names=("other.example",))),
    Fault("self-signed", "tls", "tls_self_signed", "signed by itself",
          tls=lambda lab: lab.context(self_signed=True)),
    Fault("private authority", "tls", "tls_untrusted", "unknown root, leaf only",
          tls=lambda lab: Authority(lab.folder, "Contoso Root", "Contoso").context()),
    Fault("private authority with its root", "tls", "tls_untrusted", "root sent along",
          tls=lambda lab: _with_root(Authority(lab.folder, "Contoso Root", "Contoso"))),
    Fault("intermediate missing", "tls", "tls_chain_incomplete", "server sends its leaf only",
          tls=lambda lab: lab.context(issuer=lab.issuer("Laboratory Signing", "Laboratory", lab.root), chain=False)),
    Fault("intermediate missing, issuer named", "tls", "tls_chain_incomplete", "issuer's address in the leaf",
          tls=lambda lab: lab.context(issuer=lab.issuer("R11", "Encrypt Everything", lab.root), chain=False,
                                      issuer_url=True)),
    Fault("inspected, trusted here", "tls", "tls_inspected", "Zscaler's root is installed", warning=True,
          tls=lambda lab: _zscaler(lab).context(), trust=lambda lab: lab.folder / "Zscaler_Root_CA.pem"),
    Fault("inspected, not trusted", "tls", "tls_inspected", "Zscaler's root is not installed",
          tls=lambda lab: _zscaler(lab).context()),
    Fault("inspected, named above the leaf only", "tls", "tls_inspected", "a gateway below Zscaler's installed root",
          tls=lambda lab: _below_zscaler(lab), trust=lambda lab: lab.folder / "Zscaler_Root_CA.pem", warning=True),
    Fault("TLS 1.0 only", "tls", "tls_version_unsupported", "outdated",
          tls=lambda lab: raw.only_versions(lab.context(rsa_key=True), V.TLSv1, V.TLSv1)),
    Fault("TLS 1.1 only", "tls", "tls_version_unsupported", "outdated",
          tls=lambda lab: raw.only_versions(lab.context(rsa_key=True), V.TLSv1_1, V.TLSv1_1)),
    Fault("TLS 1.3 only", "tls", "tls_version_unsupported", "fine here, not for Microsoft",
          tls=lambda lab: raw.only_versions(lab.context(), V.TLSv1_3, V.TLSv1_3)),
    Fault("foreign suite", "tls", "tls_cipher_unsupported", "ChaCha20: fine here, not for Microsoft",
          tls=lambda lab: raw.only_suites(lab.context(), "ECDHE-ECDSA-CHACHA20-POLY1305")),
    Fault("foreign old suite", "tls", "tls_cipher_unsupported", "key exchange by RSA",
          tls=lambda lab: raw.only_suites(lab.context(rsa_key=True), "AES128-GCM-SHA256")),
    Fault("plain text on the TLS port", "tls", "not_tls", "an HTTP server", tls=lambda lab: None,
          raw=raw.plain_http),
    Fault("another protocol on the port", "tls", "not_tls", "SSH", tls=lambda lab: None, raw=raw.speaking_ssh),
    Fault("closed during the handshake", "tls", "http_closed", "hangs up", tls=lambda lab: None,
          raw=raw.hanging_up),
    Fault("silent during the handshake", "tls", "http_timeout", "never answers", tls=lambda lab: None,
          raw=raw.silent, seconds=0.4),
    Fault("client certificate wanted", "tls", "tls_client_certificate", "mutual TLS",
          tls=lambda lab: raw.only_versions(_wanting_certificate(lab), V.TLSv1_2, V.TLSv1_2)),
]  # fmt: skip


def _below_zscaler(lab: Authority) -> ssl.SSLContext:
    authority = _zscaler(lab)
    gateway = authority.issuer("Gateway 2", "Contoso", authority.root)
    return authority.context(issuer=authority.issuer("Gateway 1", "Contoso", gateway))


def _with_root(authority: Authority) -> ssl.SSLContext:
    middle = authority.issuer("Contoso Issuing", "Contoso", authority.root)
    root = type(middle)(middle.certificate, middle.key, (*middle.between, authority.root.certificate))
    return authority.context(issuer=root)


def _wanting_certificate(lab: Authority) -> ssl.SSLContext:
    context = lab.context()
    context.load_verify_locations(cafile=str(lab.root_file))
    context.verify_mode = ssl.CERT_REQUIRED
    return context


PROTOCOL = [
    Fault("redirect on the same server", "http", "http_redirect", "to /login",
          answering=always(answer(b"", "302 Found", headers="Location: /login\r\n"))),
    Fault("redirect in a circle", "http", "http_redirect", "to itself",
          answering=lambda seen: answer(b"", "308 Permanent Redirect", headers=f"Location: {seen.target}\r\n")),
    Fault("redirect in a ring", "http", "http_redirect", "there and back again",
          answering=lambda seen: answer(b"", "302 Found", headers=f"Location: {'/b' if seen.path != '/b' else '/a'}\r\n")),
    Fault("redirect elsewhere", "http", "http_redirect_elsewhere", "to a sign-in server",
          answering=always(answer(b"", "301 Moved Permanently", headers="Location: https://login.example/x\r\n"))),
    Fault("redirect without a place", "http", "http_redirect", "no Location",
          answering=always(answer(b"", "302 Found"))),
    Fault("no answer", "http", "http_timeout", "silence after the request", raw=raw.silent, seconds=0.4),
    Fault("slow head", "http", "http_timeout", "a byte now and then", seconds=0.4,
          raw=raw.dripping(b"HTTP/1.1 200 OK\r\n", b"X-Header: y\r\n")),
    Fault("hangs up", "http", "http_closed", "after the request", raw=raw.then_close(b"")),
    Fault("cut in the status line", "http", "http_closed", "after 5 bytes", raw=raw.cut_at(5)),
    Fault("cut in the head", "http", "http_closed", "after 40 bytes", raw=raw.cut_at(40)),
    Fault("cut in the body", "http", "http_closed", "30 bytes early", raw=raw.cut_at(len(answer()) - 30)),
    Fault("length too large", "http", "http_closed", "Content-Length says more than comes",
          raw=raw.then_close(answer(length=500))),
    Fault("length too small", "http", "http_malformed", "Content-Length says less than comes",
          raw=raw.then_close(answer(length=40))),
    Fault("two lengths", "http", "http_malformed", "contradicting Content-Length",
          raw=raw.then_close(answer(headers="Content-Length: 7\r\n"))),
    Fault("negative length", "http", "http_malformed", "Content-Length: -1", raw=raw.then_close(answer(length=-1))),
    Fault("chunk cut", "http", "http_closed", "ends inside a chunk",
          raw=raw.then_close(raw.chunked(b"ff\r\n{"))),
    Fault("chunk size unreadable", "http", "http_malformed", "zz", raw=raw.then_close(raw.chunked(b"zz\r\n{}\r\n"))),
    Fault("chunk longer than its size", "http", "http_malformed", "no line end where it should be",
          raw=raw.then_close(raw.chunked(b"2\r\n{}{}{}\r\n0\r\n\r\n"))),
    Fault("last chunk missing", "http", "http_closed", "ends after a whole chunk",
          raw=raw.then_close(raw.chunked(raw.chunk(EMPTY_LIST)))),
    Fault("chunk size enormous", "http", "http_malformed", "25 digits",
          raw=raw.then_close(raw.chunked(b"1" * 25 + b"\r\n"))),
    Fault("HTTP/0.9", "http", "http_malformed", "a page without a head",
          raw=raw.then_close(b"<html>\nhello\n</html>")),
    Fault("another protocol inside TLS", "http", "http_malformed", "SSH", raw=raw.speaking_ssh),
    Fault("status line unreadable", "http", "http_malformed", "HTTP/1.1 OK",
          raw=raw.then_close(b"HTTP/1.1 OK 200\r\n\r\n")),
    Fault("head without end", "http", "http_malformed", "over 64 KiB",
          raw=raw.endless(b"HTTP/1.1 200 OK\r\n", b"X-Filler: " + b"y" * 500 + b"\r\n")),
    Fault("interim answers without end", "http", "http_malformed", "103 without end",
          raw=raw.endless(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n")),
    Fault("switches protocol", "http", "http_malformed", "101",
          raw=raw.then_close(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n")),
    Fault("unknown compression", "http", "http_malformed", "br unasked",
          answering=always(answer(headers="Content-Encoding: br\r\n"))),
    Fault("broken compression", "http", "http_malformed", "gzip that is none",
          answering=always(answer(headers="Content-Encoding: gzip\r\n"))),
    Fault("status beyond HTTP", "http", "http_malformed", "799", answering=always(answer(b"{}", "799 Odd"))),
    Fault("endless body", "scim", "body_too_large", "chunks without end",
          raw=raw.endless(raw.chunked(), raw.chunk(b" " * 8192))),
    Fault("endless body without length", "scim", "body_too_large", "until closed",
          raw=raw.endless(raw.HEAD + b"\r\n", b" " * 8192)),
    Fault("gzip bomb", "scim", "body_too_large", "64 MiB in 64 KiB", answering=always(raw.bomb())),
    Fault("gzip bomb packed twice", "scim", "body_too_large", "64 MiB in some hundred bytes",
          answering=always(raw.double_bomb())),
    Fault("packed body cut off", "http", "http_malformed", "gzip without its end", answering=always(raw.cut_gzip())),
    Fault("slow body", "scim", "body_too_slow", "a byte now and then", seconds=0.4,
          raw=raw.dripping(raw.HEAD + b"Content-Length: 500\r\n\r\n", b" ")),
]  # fmt: skip

ANSWERS = [
    Fault("key rejected", "auth", "key_rejected", "401",
          answering=always(answer(b'{"detail":"bad"}', "401 Unauthorized", headers="WWW-Authenticate: Bearer\r\n"))),
    Fault("another key", "auth", "key_rejected", "a key the server does not know", answering=needs_key,
          key="c29tZWJvZHk6ZWxzZS0xMjM0NTY3ODk="),
    Fault("key not permitted", "auth", "key_not_permitted", "403 in JSON",
          answering=always(answer(b'{"detail":"role"}', "403 Forbidden", "application/json"))),
    Fault("plan does not include it", "auth", "key_not_permitted", "402",
          answering=always(answer(b"{}", "402 Payment Required"))),
    Fault("block page 403", "auth", "blocked_by_waf", "HTML",
          answering=always(answer(BLOCK_PAGE, "403 Forbidden", "text/html"))),
    Fault("block page 406", "auth", "blocked_by_waf", "HTML",
          answering=always(answer(BLOCK_PAGE, "406 Not Acceptable", "text/html"))),
    Fault("block page 429", "auth", "blocked_by_waf", "HTML",
          answering=always(answer(BLOCK_PAGE, "429 Too Many Requests", "text/html"))),
    Fault("block page 503", "auth", "blocked_by_waf", "HTML of Cloudflare",
          answering=always(answer(BLOCK_PAGE, "503 Service Unavailable", "text/html", "CF-RAY: 1-FRA\r\n"))),
    Fault("callers without User-Agent blocked", "encoding", "no_user_agent_blocked", "403 page",
          answering=without_agent(answer(BLOCK_PAGE, "403 Forbidden", "text/html"))),
    Fault("callers without User-Agent dropped", "encoding", "no_user_agent_blocked", "400",
          answering=without_agent(answer(b"", "400 Bad Request"))),
    Fault("wrong path", "scim", "path_not_found", "404 page",
          answering=always(answer(b"<html>404</html>", "404 Not Found", "text/html"))),
    Fault("no SCIM at this address", "scim", "path_not_found", "404 in SCIM's own form",
          answering=always(answer(ERROR, "404 Not Found"))),
    Fault("nobody found as 404", "scim", "zero_hits_as_404", "the collection answers",
          answering=for_query(answer(ERROR, "404 Not Found"))),
    Fault("no GET", "scim", "method_not_allowed", "405", answering=always(answer(b"", "405 Method Not Allowed"))),
    Fault("no search", "scim", "method_not_allowed", "501", answering=always(answer(b"", "501 Not Implemented"))),
    Fault("search refused", "scim", "filter_rejected", "400 invalidFilter",
          answering=for_query(answer(b'{"scimType":"invalidFilter","detail":"x"}', "400 Bad Request"))),
    Fault("search ignored", "scim", "filter_ignored", "everybody is found", answering=always(answer(PEOPLE))),
    Fault("search counts somebody", "scim", "filter_ignored", "total 5, nobody listed",
          answering=always(answer(EMPTY_LIST.replace(b'Results":0', b'Results":5')))),
    Fault("plus not understood", "scim", "encoding_dependent", "only %20 works",
          answering=by_space_encoding(answer(b"{}", "400 Bad Request"), answer())),
    Fault("percent not understood", "encoding", "encoding_dependent", "only + works", warning=True,
          answering=by_space_encoding(answer(), answer(b"{}", "400 Bad Request"))),
    Fault("media type refused", "scim", "media_type_refused", "406",
          answering=always(answer(b"{}", "406 Not Acceptable"))),
    Fault("media type unsupported", "scim", "media_type_refused", "415",
          answering=always(answer(b"", "415 Unsupported Media Type"))),
    Fault("throttled", "scim", "throttled", "429 in JSON",
          answering=always(answer(b"{}", "429 Too Many Requests", headers="Retry-After: 9\r\n"))),
    Fault("server error", "scim", "server_error", "500", answering=always(answer(b"{}", "500 Internal Server Error"))),
    Fault("bad gateway", "scim", "server_error", "502 page",
          answering=always(answer(b"<html>nginx</html>", "502 Bad Gateway", "text/html"))),
    Fault("unavailable", "scim", "server_error", "503 in JSON",
          answering=always(answer(b"{}", "503 Service Unavailable"))),
    Fault("maintenance", "scim", "maintenance", "503 page that says so",
          answering=always(answer(b"<html><title>Down for maintenance</title>", "503 Service Unavailable", "text/html"))),
    Fault("sign-in page", "scim", "not_scim_html", "200 with a page",
          answering=always(answer(b"<!doctype html><title>Sign in</title>", content_type="text/html"))),
    Fault("not JSON", "scim", "not_json", "plain words", answering=always(answer(b"hello", content_type="text/plain"))),
    Fault("JSON cut off", "scim", "not_json", "until closed, cut", raw=raw.then_close(raw.HEAD + b"\r\n" + EMPTY_LIST[:50])),
    Fault("invalid UTF-8", "scim", "not_json", "a stray byte", answering=always(answer(b'{"schemas":["\xff\xfe"]}'))),
    Fault("a million brackets", "scim", "not_json", "nested 1e6 deep", answering=always(answer(b"[" * 1_000_000))),
    Fault("a JSON array", "scim", "not_list_response", "no object", answering=always(answer(b"[]"))),
    Fault("another API's list", "scim", "not_list_response", "users, no schemas",
          answering=always(answer(b'{"users":[],"total":0}'))),
    Fault("total as text", "scim", "not_list_response", "a string for a number",
          answering=always(answer(EMPTY_LIST.replace(b'Results":0', b'Results":"0"')))),
    Fault("accepted instead of answered", "scim", "not_list_response", "202",
          answering=always(answer(b"{}", "202 Accepted"))),
    Fault("no content", "scim", "empty_body", "204", raw=raw.then_close(b"HTTP/1.1 204 No Content\r\n\r\n")),
    Fault("empty answer", "scim", "empty_body", "200 without a body", answering=always(answer(b""))),
    Fault("groups missing", "groups", "groups_missing", "404, and groups are mapped", group_mapping=True,
          answering=groups(answer(ERROR, "404 Not Found"))),
    Fault("groups forbidden", "groups", "groups_missing", "403, and groups are mapped", group_mapping=True,
          answering=groups(answer(b"{}", "403 Forbidden"))),
    Fault("groups not implemented", "groups", "groups_missing", "501, and groups are mapped", group_mapping=True,
          answering=groups(answer(b"{}", "501 Not Implemented"))),
    Fault("content type unusual", "scim", "content_type_unusual", "application/json", warning=True,
          answering=always(answer(content_type="application/json"))),
    Fault("content type missing", "scim", "content_type_unusual", "no Content-Type", warning=True,
          answering=always(answer(content_type=""))),
]  # fmt: skip

WORKS = MicrosoftAnswer(ok=True)
UNREACHED = MicrosoftAnswer(
    ok=False, code="CredentialValidationUnavailable", message="An error occurred while sending the request."
)
REFUSED = MicrosoftAnswer(
    ok=False,
    code="SystemForCrossDomainIdentityManagementCredentialValidationFailure",
    inner_status=401,
    message="Response Status Code: Unauthorized",
)
MICROSOFT = [
    Fault("Microsoft cannot reach it", "entra", "entra_unreachable_only", "fine here", microsoft=UNREACHED),
    Fault("Microsoft is refused", "entra", "entra_rejected", "401 there, fine here", microsoft=REFUSED),
    Fault("only this computer cannot", "tls", "tls_untrusted", "Microsoft can", microsoft=WORKS,
          tls=lambda lab: Authority(lab.folder, "Contoso Root", "Contoso").context()),
    Fault("neither can", "auth", "key_rejected", "401 on both sides", microsoft=REFUSED,
          answering=always(answer(b"{}", "401 Unauthorized"))),
    Fault("the asking is broken", "entra", "unexpected", "a defect of ours", microsoft=ValueError("boom")),
    Fault("User-Agent matters, Microsoft passes", "encoding", "no_user_agent_blocked", "so it is a warning",
          answering=without_agent(answer(b"", "403 Forbidden")), microsoft=WORKS, warning=True),
]  # fmt: skip

FINE = [
    Fault("healthy", None, None, "everything right", answering=needs_key),
    Fault("healthy with groups", None, None, "groups mapped and there", group_mapping=True),
    Fault("healthy without groups", None, None, "no groups, none mapped",
          answering=groups(answer(ERROR, "404 Not Found"))),
    Fault("healthy through Microsoft too", None, None, "both sides", microsoft=WORKS),
    Fault("healthy, old keep-alive", None, None, "each connection used once",
          raw=raw.then_close(answer(headers="Connection: close\r\n"))),
    Fault("healthy in chunks", None, None, "chunked", answering=always(raw.chunked(raw.chunk(EMPTY_LIST), b"0\r\n\r\n"))),
    Fault("healthy after a hint", None, None, "103 first",
          answering=lambda seen: b"HTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\n" + healthy(seen)),
    Fault("healthy without Resources", None, None, "RFC 7644 allows it",
          answering=always(answer(b'{"schemas":["%b"],"totalResults":0}' % LIST.encode()))),
    Fault("healthy, plain http on loopback", None, None, "laboratory", url="http://localhost:{port}/scim/v1",
          tls=lambda lab: None),
    Fault("healthy on TLS 1.2", None, None, "Microsoft's only version",
          tls=lambda lab: raw.only_versions(lab.context(rsa_key=True), V.TLSv1_2, V.TLSv1_2)),
    Fault("healthy with an intermediate", None, None, "whole chain",
          tls=lambda lab: lab.context(issuer=lab.issuer("Laboratory Signing", "Laboratory", lab.root))),
    Fault("healthy in practice", None, None, "routed name", url="acme", routes={"*.playvox.com": "127.0.0.1"}),
]  # fmt: skip

ALL: list[Fault] = [*TYPED, *WAY, *TLS, *PROTOCOL, *ANSWERS, *REFUSALS, *MICROSOFT, *FINE]
