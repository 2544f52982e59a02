"""The Tenant URL from everything that people type and paste."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.messages.explanation import known_codes
from wizard.playvox.address import TenantUrl, parse_tenant_url
from wizard.problem import Problem

ACME = "https://acme.playvox.com/scim/v1"


def url(text: str, *, allow_loopback: bool = False) -> TenantUrl:
    parsed = parse_tenant_url(text, allow_loopback=allow_loopback)
    assert isinstance(parsed, TenantUrl), parsed
    return parsed


def problem(text: str, *, allow_loopback: bool = False) -> Problem:
    parsed = parse_tenant_url(text, allow_loopback=allow_loopback)
    assert isinstance(parsed, Problem), parsed
    assert parsed.field == "tenant_url"
    assert parsed.code in known_codes()
    return parsed


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("acme", "from_subdomain"),
        ("ACME", "from_subdomain"),
        (ACME, None),
        ("acme.playvox.com", "scheme_added"),
        ("acme.playvox.com:443", "scheme_added"),
        ("//acme.playvox.com/", "scheme_added"),
        ("https:acme.playvox.com", "from_login_url"),
        ("https://acme.playvox.com/login?next=/home#top", "from_login_url"),
        ("https://acme.playvox.com/app/dashboard/42", "from_login_url"),
        (f"{ACME}/", "slash_removed"),
        (f"{ACME}/Users", "resource_removed"),
        (f"{ACME}/users/", "resource_removed"),
        (f'{ACME}/Users?filter=userName eq "x"'.replace(" ", "+"), "query_removed"),
        (f"{ACME}/ServiceProviderConfig", "resource_removed"),
        ("https://acme.playvox.com//scim//v1", None),
        ("HTTPS://ACME.PLAYVOX.COM/SCIM/V1", None),
        ("https://acme.playvox.com.:443/scim/v1", None),
        (f"  {ACME}\r\n", "trimmed"),
        (f"“{ACME}”", "quotes_removed"),
        (f"<{ACME}>", "quotes_removed"),
        (f"\u200b{ACME}\ufeff", "invisible_removed"),
        ("\u202eacme\u202c", "invisible_removed"),
        ("ac\x00me", "invisible_removed"),
    ],
)
def test_variants_of_acme_are_understood(text: str, note: str | None) -> None:
    parsed = url(text)
    assert parsed.text == ACME
    if note is not None:
        assert note in parsed.notes


def test_flags_are_kept_for_entra_and_left_out_of_requests() -> None:
    parsed = url(f"{ACME}?aadOptscim062020&utm=1")
    assert parsed.text == f"{ACME}?aadOptscim062020"
    assert parsed.base == ACME
    assert {"flags_kept", "query_removed"} <= set(parsed.notes)


def test_international_names_become_ascii() -> None:
    assert url("bücher").host == "xn--bcher-kva.playvox.com"
    assert "idn" in url("https://bücher.example/scim/v1").notes
    assert url("ａｃｍｅ").host == "acme.playvox.com"  # full-width letters, as browsers read them


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "empty"),
        (" \u200b ", "empty"),
        ("a" * 5000, "too_long"),
        ("x" * 10_000_000, "too_long"),
        ("acme corp", "blank_inside"),
        ("https://acme.playvox.com/scim v1", "blank_inside"),
        ("https://ana:secret@acme.playvox.com", "user_info"),
        ("https://acme.playvox.com:0/", "port"),
        ("https://acme.playvox.com:99999/", "not_an_address"),
        ("https://[::1", "not_an_address"),
        ("https://", "host"),
        ("-acme", "host"),
        ("https://a..b.com", "host"),
        ("https://2130706433/scim/v1", "host"),
        ("https://0x7f.1/scim/v1", "host"),
        ("https://intranet/scim/v1", "host"),
        ("https://exa%20mple.com", "host"),
        ("playvox.com", "no_tenant"),
        ("https://app.playvox.com/login", "no_tenant"),
        ("https://other.example/a/../b", "path"),
        ("https://other.example/%0d%0aX", "path"),
    ],
)
def test_invalid(text: str, why: str) -> None:
    found = problem(text)
    assert (found.code, found.facts["why"]) == ("address_invalid", why)
    assert "secret" not in str(found)


@pytest.mark.parametrize(
    "text", ["http://acme.playvox.com", "ftp://acme.playvox.com", "http://10.0.0.1/scim"]
)
def test_https_only(text: str) -> None:
    assert problem(text).code == "address_not_https"


@pytest.mark.parametrize("text", ["https://localhost/scim", "https://127.0.0.1", "https://[::1]:8443/scim/v1",
                                  "http://localhost:8080/scim", "https://[::ffff:127.0.0.1]/"])  # fmt: skip
def test_loopback_only_when_permitted(text: str) -> None:
    assert problem(text).code == "address_private"
    assert "loopback" in url(text, allow_loopback=True).notes


def test_plain_http_is_never_allowed_off_loopback() -> None:
    assert problem("http://192.168.1.4/scim", allow_loopback=True).code == "address_not_https"


@pytest.mark.parametrize("host", ["10.1.2.3", "192.168.0.9", "169.254.1.1", "[fd00::1]", "scim.corp.local"])
def test_private_addresses_are_noted(host: str) -> None:
    assert "private" in url(f"https://{host}/scim/v1").notes


def test_unusual_path_and_host_are_noted_and_kept() -> None:
    parsed = url("https://scim.example.com/tenants/7/scim/v2")
    assert parsed.text == "https://scim.example.com/tenants/7/scim/v2"
    assert {"path_unusual", "host_unusual"} <= set(parsed.notes)


def test_subdomain_and_authority() -> None:
    parsed = url("https://acme.playvox.com:8443/scim/v1")
    assert (parsed.subdomain, parsed.authority, parsed.effective_port) == (
        "acme",
        "acme.playvox.com:8443",
        8443,
    )
    assert url("https://[2606:4700::1]/scim/v1").authority == "[2606:4700::1]"


@given(
    st.text(max_size=80)
    | st.from_regex(r"(https?:)?/{0,3}[\w.@:\[\]%-]{0,30}[/\w?#&=%. -]{0,30}", fullmatch=True)
)
def test_never_fails_and_is_stable(text: str) -> None:
    parsed = parse_tenant_url(text, allow_loopback=True)
    if isinstance(parsed, TenantUrl):
        again = url(parsed.text, allow_loopback=True)
        assert again.text == parsed.text
        parsed.text.encode("ascii")
