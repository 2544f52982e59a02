"""Answers of real servers, the input of the mutator."""

from __future__ import annotations

import gzip
import json
import zlib

from tests.connection.lab import raw
from tests.connection.lab.server import EMPTY_LIST, answer

PERSON = {
    "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
    "id": "2819c223-7f76-453a-919d-413861904646",
    "userName": "bjensen@contoso.example",
    "name": {"formatted": "Ms. Bärbel J Jensen III", "familyName": "Jensen", "givenName": "Bärbel"},
    "emails": [{"value": "bjensen@contoso.example", "type": "work", "primary": True}],
    "active": True,
    "meta": {"resourceType": "User", "version": 'W/"3694e05e9dff590"'},
}
LISTED = json.dumps(
    {
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
        "totalResults": 1,
        "itemsPerPage": 100,
        "startIndex": 1,
        "Resources": [PERSON],
    }
).encode()
ERROR = json.dumps(
    {
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"],
        "scimType": "invalidFilter",
        "detail": "The filter syntax was invalid, or the attribute cannot be compared.",
        "status": "400",
    }
).encode()
CONFIG = json.dumps(
    {
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],
        "patch": {"supported": True},
        "bulk": {"supported": True, "maxOperations": 1000, "maxPayloadSize": 1048576},
        "filter": {"supported": True, "maxResults": 200},
        "etag": {"supported": False},
        "authenticationSchemes": [{"name": "OAuth Bearer Token", "type": "oauthbearertoken"}],
    }
).encode()
PAGE = b"<!DOCTYPE html>\n<html><head><title>Access denied</title></head><body>Ray ID: 1</body></html>"
_GZIP = "Content-Encoding: gzip\r\n"
_WAF = "Server: cloudflare\r\nCF-RAY: 8f-FRA\r\nSet-Cookie: __cf_bm=x; HttpOnly\r\n"

ANSWERS: tuple[bytes, ...] = (
    answer(),
    answer(LISTED),
    answer(content_type="application/json; charset=utf-8"),
    answer(ERROR, "400 Bad Request"),
    answer(ERROR, "404 Not Found"),
    answer(b'{"detail":"expired"}', "401 Unauthorized", headers='WWW-Authenticate: Bearer realm="x"\r\n'),
    answer(PAGE, "403 Forbidden", "text/html", _WAF),
    answer(PAGE, "503 Service Unavailable", "text/html; charset=utf-8", "Retry-After: 120\r\n"),
    answer(b"{}", "429 Too Many Requests", headers="Retry-After: 9\r\nX-RateLimit-Reset: 60\r\n"),
    answer(b"", "302 Found", headers="Location: https://login.contoso.example/start?next=%2Fscim\r\n"),
    answer(b"", "308 Permanent Redirect", headers="Location: /scim/v1/Users/\r\n"),
    answer(CONFIG),
    answer(gzip.compress(LISTED, mtime=0), headers=_GZIP),
    answer(zlib.compress(EMPTY_LIST), headers="Content-Encoding: deflate\r\n"),
    answer(gzip.compress(b" " * (4 << 20), mtime=0), headers=_GZIP),
    raw.chunked(raw.chunk(EMPTY_LIST[:40]), raw.chunk(EMPTY_LIST[40:]), b"0\r\n\r\n"),
    raw.chunked(raw.chunk(LISTED), b"0\r\nX-Trailer: yes\r\n\r\n"),
    b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + answer(),
    b"HTTP/1.0 200 OK\r\nContent-Type: application/scim+json\r\n\r\n" + EMPTY_LIST,
    b"HTTP/1.1 204 No Content\r\nServer: nginx\r\n\r\n",
    b"HTTP/1.1 502 Bad Gateway\r\nConnection: close\r\n\r\n<html><title>502</title></html>",
)
