"""A key pasted into the address is found before the address is used, shown or stored."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.playvox.address import TenantUrl, parse_tenant_url
from wizard.problem import Problem
from wizard.security.redactor import redact, remember

KEY = "dXNlcjRmMmE6cGxheXZveC1jYW5hcnktOWQ4ZTdmNmE1YjRj"
PLAIN = "Qm7x0ZrT4uV9wK2pL5nD8sHc"


def why(text: str) -> str:
    found = parse_tenant_url(text, allow_loopback=True)
    return found.facts["why"] if isinstance(found, Problem) else ""


@pytest.mark.parametrize(
    "text",
    [
        KEY,
        f"https://acme.playvox.com/scim/v1/{KEY}",
        f"https://acme.playvox.com/scim/v1/{KEY}/Users",
        f"https://acme.playvox.com/{KEY}/scim/v1",
        f"https://acme.playvox.com/scim/v1?token={KEY}",
        f"https://acme.playvox.com/scim/v1#{KEY}",
        f"https://acme.playvox.com/scim/v1 Bearer {KEY}",
        f"https://{KEY}.playvox.com/scim/v1",
        "https://acme.playvox.com/scim/v1/aGVsbG86d29ybGQ%3D",
        "aGVsbG86d29ybGQ=",
        "https://acme.playvox.com/scim/v1/eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0",
    ],
)
def test_a_key_inside_is_found_and_hidden_from_then_on(text: str) -> None:
    assert why(text) == "key_inside"
    assert KEY not in redact(text)


def test_a_key_this_program_knows_is_found_whatever_it_looks_like() -> None:
    assert why(f"https://acme.playvox.com/{PLAIN}/scim") == ""
    remember(PLAIN)
    assert why(f"https://acme.playvox.com/{PLAIN}/scim") == "key_inside"


@pytest.mark.parametrize(
    "text",
    [
        "acme",
        "https://acme.playvox.com/scim/v1",
        "https://contoso-international-holdings.playvox.com/scim/v1",
        "https://gateway.contoso.com/tenants/0f2c7f3e-7f7b-4f5e-9f59-7b9a3a2d7a11/scim/v2",
        "https://login.microsoftonline.com/organizations/oauth2/v2.0/authorize",
        "https://contosointernational.playvox.com/app/settings/integrations/apikeys",
    ],
)
def test_addresses_hold_no_key(text: str) -> None:
    remember(base64.b64encode(b"admin@contosointernational.com:s3cret-value").decode())
    assert isinstance(parse_tenant_url(text), TenantUrl)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz-", min_size=3, max_size=60))
def test_names_of_companies_are_no_keys(name: str) -> None:
    assert why(name) != "key_inside"
