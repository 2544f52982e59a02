"""What a proxy says about a refused connection."""

# ruff: noqa: E501 - one refusal, one row

from __future__ import annotations

import pytest

from wizard.network.proxy_pages import what_proxy_said

SQUID = [("Server", "squid/6.6"), ("Content-Type", "text/html")]


@pytest.mark.parametrize(
    ("status", "headers", "body", "facts"),
    [
        (503, [*SQUID, ("X-Squid-Error", "ERR_DNS_FAIL 0")], b"", {"why": "name", "product": "Squid"}),
        (503, SQUID, b"<p>Unable to determine IP address from host name acmee.playvox.com</p>", {"why": "name"}),
        (503, [("X-BlueCoat-Via", "1")], b"<h1>Network Error (dns_unresolved_hostname)</h1>", {"why": "name"}),
        (502, [], b"<title>Unknown host</title>", {"why": "name"}),
        (503, [*SQUID, ("X-Squid-Error", "ERR_CONNECT_FAIL 110")], b"", {"why": "behind"}),
        (504, [], b"<h1>Gateway Timeout</h1>", {"why": "behind"}),
        (403, [*SQUID, ("X-Squid-Error", "ERR_ACCESS_DENIED 0")], b"", {"why": "policy", "proxy_error": "ERR_ACCESS_DENIED"}),
        (403, [("Server", "Zscaler/6.2")], b"<html>Not allowed to browse this site</html>", {"why": "policy", "product": "Zscaler"}),
        (502, [], b"", {}),
    ],
)  # fmt: skip
def test_refusals(status: int, headers: list[tuple[str, str]], body: bytes, facts: dict[str, str]) -> None:
    said = what_proxy_said(status, headers, body)
    assert facts.items() <= said.items(), said
    assert ("why" in said) is ("why" in facts)


@pytest.mark.parametrize(
    ("challenges", "schemes", "windows"),
    [
        (["Negotiate", "NTLM"], "Negotiate, NTLM", True),
        (["Negotiate, NTLM"], "Negotiate, NTLM", True),
        (["Kerberos"], "Kerberos", True),
        (["NTLM", 'Basic realm="proxy, inside"'], "NTLM, Basic", False),
        (['Basic realm="x"'], "Basic", False),
        (['Digest realm="x", nonce="1", qop="auth"'], "Digest", False),
        ([], None, False),
    ],
)
def test_kinds_of_sign_in(challenges: list[str], schemes: str | None, windows: bool) -> None:
    said = what_proxy_said(407, [("Proxy-Authenticate", each) for each in challenges], b"")
    assert said.get("schemes") == schemes
    assert (said.get("offers") == "windows") is windows
