"""A key and an address are found in whatever was copied together with them."""

from __future__ import annotations

import pytest

from wizard.playvox.address import TenantUrl, parse_tenant_url
from wizard.playvox.key import CleanKey, clean_key
from wizard.problem import Problem

K = "aGVsbG86d29ybGQtdGhpcy1pcy1h"
KEYS = [
    f"-H 'Authorization: Bearer {K}'",
    f'-H "Authorization: Bearer {K}" \\',
    f"curl -H 'Authorization: Bearer {K}' https://acme.playvox.com/scim/v1/Users",
    f'curl.exe --header "authorization: bearer {K}"',
    f'{{"token": "{K}"}}',
    f'[{{"key":"SecretToken","value":"{K}"}}]',
    f'{{"data":{{"base64_key":"{K}"}}}}',
    f'"token": "{K}",',
    f"token: {K}",
    f"BASE64 KEY: {K}",
    f"BASE64 KEY\n{K}",
    f"BASE64 KEY\t{K}",
    f"`{K}`",
    f"Bearer%20{K}",
    f"{K}.",
    f"{K},",
    f"{K};",
    f'$env:KEY="{K}"',
    f"export PLAYVOX_TOKEN='{K}'",
    f"PLAYVOX_KEY={K}",
    f"<token>{K}</token>",
    f"| BASE64 KEY | {K} |",
    f"NAME: SCIM\nUSER ID: 5f1f0c3e\nAPI KEY: abcdef0123456789\nBASE64 KEY: {K}",
    f"Name\nSCIM\nAPI Key\nabcdef0123456789\nBase64 Key\n{K}\nClose",
    f"Authorization Bearer {K}",
    f"Bearer: {K}",
    f"Authorization: Basic {K}",
    f"Secret Token: {K}",
    f'Secret token = "{K}"',
    f"'Authorization': 'Bearer {K}'",
    f'"Authorization": "Bearer {K}"',
    f'headers={{"Authorization": "Bearer {K}"}}',
    f"Here is the key: {K}",
    f"The key is {K}",
    f"**{K}**",
    f"[{K}]",
    f"({K})",
    f"<{K}>",
    f"&lt;{K}&gt;",
    f"\ufeff{K}",
    f"{K[:10]}\n{K[10:]}",
    f"“{K}”",
    f"Key : {K}",
    f"API-Key={K}",
    f"Bearer Bearer {K}",
    f"Token {K}",
    f"token={K}&x=1",
    f"```\n{K}\n```",
    f'@{{Authorization = "Bearer {K}"}}',
    f"key={K} ; tenant=acme",
    f"clave: {K}",
    f"Schlüssel: {K}",
    f"Geheimes Token: {K}",
    f'wget --header="Authorization: Bearer {K}"',
]
URLS = [
    "Tenant URL: https://acme.playvox.com/scim/v1",
    "Tenant URL\nhttps://acme.playvox.com/scim/v1",
    "[Playvox](https://acme.playvox.com/scim/v1)",
    "<https://acme.playvox.com/scim/v1>",
    "https://acme.playvox.com/scim/v1.",
    "https://acme.playvox.com/scim/v1,",
    "(https://acme.playvox.com/scim/v1)",
    'https://acme.playvox.com/scim/v1/Users?filter=userName eq "x"',
    "https://acme.playvox.com/scim/v1/Users?filter=userName%20eq%20%22x%22",
    "acme.playvox.com/scim/v1 (production)",
    "“https://acme.playvox.com/scim/v1”",
    "https:/acme.playvox.com/scim/v1",
    "https//acme.playvox.com/scim/v1",
    "https:acme.playvox.com/scim/v1",
    "https://https://acme.playvox.com/scim/v1",
    "http://https://acme.playvox.com/scim/v1",
    "HTTPS://ACME.PLAYVOX.COM/SCIM/V1",
    "acme",
    "ACME",
    "acme.playvox.com",
    "https://acme.playvox.com/",
    "https://acme.playvox.com/login?next=/",
    "https://acme.playvox.com/#/dashboard",
    "GET https://acme.playvox.com/scim/v1/Users",
    "curl https://acme.playvox.com/scim/v1/Users",
    "https://acme.playvox.com./scim/v1",
    "https://acme.playvox.com:443/scim/v1",
    "https://acme.playvox.com//scim//v1//",
    "https://acme.playvox.com/scim/v1\u200b",
    "\ufeffhttps://acme.playvox.com/scim/v1",
    "URL: acme.playvox.com",
    "SCIM URL = https://acme.playvox.com/scim/v1",
    "Base URL: `https://acme.playvox.com/scim/v1`",
    "https://acme.playvox.com/scim/v1 ",
    "https：//acme.playvox.com/scim/v1",
    "https://acme。playvox。com/scim/v1",
    "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Facme.playvox.com%2Fscim%2Fv1&data=05%7C02",
    "https://urldefense.com/v3/__https://acme.playvox.com/scim/v1__;!!abc",
    "https://www.google.com/url?q=https://acme.playvox.com/scim/v1&sa=D",
    "Our tenant URL is https://acme.playvox.com/scim/v1 - thanks",
    "https://acme.playvox.com/scim/v1/Users",
    "https://acme.playvox.com/scim/v1/Users/",
    "https://acme.playvox.com/scim/v1/ServiceProviderConfig",
    "https://acme.playvox.com/scim/v1|",
    "* https://acme.playvox.com/scim/v1",
    "- acme.playvox.com",
    "![x](https://acme.playvox.com/scim/v1)",
    "[https://acme.playvox.com/scim/v1](https://acme.playvox.com/scim/v1)",
    '{"baseAddress":"https://acme.playvox.com/scim/v1"}',
    "BaseAddress=https://acme.playvox.com/scim/v1;",
]
PLACEHOLDERS = [
    "https://{tenant}.playvox.com/scim/v1",
    "https://yoursubdomain.playvox.com/scim/v1",
    "https://yourcompany.playvox.com",
    "https://<yourdomain>.playvox.com/scim/v1",
    "https://[tenant].playvox.com/scim/v1",
    "https://%7Btenant%7D.playvox.com/scim/v1",
    "https://your-company.playvox.com/scim/v1",
    "https://{{subdomain}}.playvox.com/scim/v1",
    "https://$TENANT.playvox.com/scim/v1",
    "https://YOUR_TENANT.playvox.com/scim/v1",
    "https://tenant.playvox.com/scim/v1",
    "https://mycompany.playvox.com/scim/v1",
    "https://companyname.playvox.com/scim/v1",
    "https://example.playvox.com/scim/v1",
    "https://xxx.playvox.com/scim/v1",
    "https://....playvox.com/scim/v1",
    "https://*.playvox.com/scim/v1",
    "https://(tenant).playvox.com/scim/v1",
    "yoursubdomain",
    "https://ihre-firma.playvox.com/scim/v1",
    "https://votreentreprise.playvox.com/scim/v1",
    "https://suaempresa.playvox.com/scim/v1",
    "https://…playvox.com/scim/v1",
    "https://yourtenantname.playvox.com/scim/v1",
    "https://subdomain.playvox.com/scim/v1",
    "https://%TENANT%.playvox.com/scim/v1",
    "https://__tenant__.playvox.com/scim/v1",
    "https://contoso.playvox.com/scim/v1",
    "https://your_subdomain.playvox.com/scim/v1",
    "https://your.playvox.com/scim/v1",
]


@pytest.mark.parametrize("text", KEYS)
def test_key(text: str) -> None:
    found = clean_key(text)
    assert isinstance(found, CleanKey)
    assert found.key.get_secret_value() == K
    assert found.changed


@pytest.mark.parametrize(
    "text",
    [
        K,
        "eyJhbGciOi.eyJzdWIiOiIxMjM0.SflKxwRJSM",
        "p@ssword one two three",
        K + K,
        f"{K} c29tZWJvZHk6ZWxzZS0xMjM0NTY3ODk=",
    ],
)
def test_what_is_no_key_among_words_stays_as_it_is(text: str) -> None:
    found = clean_key(text)
    assert isinstance(found, CleanKey)
    assert found.key.get_secret_value() == "".join(text.split())


@pytest.mark.parametrize("text", URLS)
def test_address(text: str) -> None:
    found = parse_tenant_url(text)
    assert isinstance(found, TenantUrl), found
    assert found.base == "https://acme.playvox.com/scim/v1"


@pytest.mark.parametrize(
    "text",
    [
        "https://acme.playvox.com.evil.example/scim/v1",
        "https://evil.example/scim/v1?a=https://acme.playvox.com.evil.example/",
        "https://evil.example/acme.playvox.com/scim/v1",
        "https://a.example/?u=https://acme.playvox.com/&v=https://bcme.playvox.com/",
    ],
)
def test_another_host_stays_that_host(text: str) -> None:
    found = parse_tenant_url(text)
    assert isinstance(found, TenantUrl), found
    assert found.is_unusual


@pytest.mark.parametrize("text", PLACEHOLDERS)
def test_placeholder(text: str) -> None:
    found = parse_tenant_url(text)
    assert isinstance(found, Problem), found
    assert found.facts["why"] == "placeholder"
