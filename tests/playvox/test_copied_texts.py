"""Address and key in texts that were copied together with them."""

from __future__ import annotations

import json

import pytest

from wizard.playvox.address import TenantUrl, parse_tenant_url
from wizard.playvox.key import CleanKey, clean_key
from wizard.problem import Problem

URL = "https://acme.playvox.com/scim/v1"
KEY = "YW5hOnBsYXl2b3gtMTIzNDU2Nzg5MA=="


@pytest.mark.parametrize(
    "text",
    [
        f"Tenant URL: {URL}",
        f"Tenant URL:\n{URL}",
        f"SCIM Base URL = {URL}",
        "Tenant URL: acme.playvox.com",
        f"[Playvox]({URL})",
        f"[{URL}]({URL})",
        f"See [our SCIM address]({URL}/Users) please",
        f"The address is {URL}.",
        f"<{URL}>",
        f"<{URL}|acme.playvox.com>",
        f"`{URL}`",
        f"curl {URL}/Users",
        f"Mandanten-URL： {URL}",
    ],
)
def test_address_with_text_around(text: str) -> None:
    parsed = parse_tenant_url(text)
    assert isinstance(parsed, TenantUrl), parsed
    assert parsed.text == URL


@pytest.mark.parametrize(
    "text",
    [
        "yourcompany", "https://yourcompany.playvox.com/scim/v1", "https://yoursubdomain.playvox.com/scim/v1",
        "your-tenant.playvox.com", "https://{tenant}.playvox.com/scim/v1", "https://<SERVER>/scim/v2",
        "https://%7Btenant%7D.playvox.com", "subdomain.playvox.com", "https://[company].playvox.com/scim/v1",
        "Tenant URL: https://mycompany.playvox.com/scim/v1", "https://YOUR_COMPANY.playvox.com", "xxxx",
    ],
)  # fmt: skip
def test_placeholders_are_named(text: str) -> None:
    parsed = parse_tenant_url(text)
    assert isinstance(parsed, Problem)
    assert (parsed.code, parsed.facts["why"]) == ("address_invalid", "placeholder")


@pytest.mark.parametrize("text", ["companyx", "domainfactory", "yourself.playvox.com", "tenantry", "orgon"])
def test_names_that_only_look_alike(text: str) -> None:
    assert isinstance(parse_tenant_url(text), TenantUrl)


@pytest.mark.parametrize(
    "text", ["ac me", f"{URL} {URL}/x", f"[a]({URL}) [b](https://beta.playvox.com)", "Tenant URL:"]
)
def test_several_or_none_are_not_guessed(text: str) -> None:
    assert isinstance(parse_tenant_url(text), Problem)


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        (f"-H 'Authorization: Bearer {KEY}'", "command"),
        (f'-H "Authorization: Bearer {KEY}"', "command"),
        (f"--header 'authorization: Basic {KEY}'", "command"),
        (f'curl -sS -H "Authorization: Bearer {KEY}" {URL}/Users', "command"),
        (f'Invoke-RestMethod -Headers @{{Authorization="Bearer {KEY}"}} -Uri {URL}', "command"),
        (json.dumps({"token": KEY}), "json"),
        (json.dumps({"name": "Entra", "base64_key": KEY}, indent=2), "json"),
        (json.dumps({"data": {"apiKey": KEY}}), "json"),
        (json.dumps([{"access_token": f"Bearer {KEY}"}]), "json"),
        (json.dumps({"Playvox": KEY}), "json"),
        (f'"token": "{KEY}"', "label"),
        (f"Authorization: Bearer {KEY}", "label"),
        (f"export PLAYVOX_KEY={KEY}", "label"),
        (f"BASE64 KEY: {KEY}", "label"),
    ],
)
def test_key_with_text_around(text: str, changed: str) -> None:
    key = clean_key(text)
    assert isinstance(key, CleanKey)
    assert key.key.get_secret_value() == KEY
    assert changed in key.changed


@pytest.mark.parametrize("text", ['{"a": 1}', "{", "[" * 50_000, '{"a": {"b": {"c": {"d": {"e": "x"}}}}}'])
def test_other_json_is_left_alone(text: str) -> None:
    key = clean_key(text)
    assert isinstance(key, Problem) or "json" not in key.changed
