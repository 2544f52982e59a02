"""Errors as the portal, mails, logs and Graph show them, with labels in any language."""

# ruff: noqa: E501 - one shape, one row

from __future__ import annotations

import json

import pytest

from wizard.connection import read_pasted
from wizard.connection.microsoft import MicrosoftAnswer

UNAVAILABLE = "SystemForCrossDomainIdentityManagementCredentialValidationUnavailable"
FAILURE = "SystemForCrossDomainIdentityManagementCredentialValidationFailure"
INCOMPATIBLE = "SystemForCrossDomainIdentityManagementServiceIncompatible"
GUID = "5f1f0c3e-93f1-4d63-8a1f-0b8e5d2c7a11"


def resource(status: str, content: str = "", path: str = "Users", labels: tuple[str, ...] = ()) -> str:
    """The block with the server's answer; `labels` replaces the English ones."""
    names = labels or (
        "Resource",
        "Operation",
        "Response Status Code",
        "Response Headers",
        "Response Content",
    )
    return (
        f'{names[0]}: https://acme.playvox.com/scim/v1/{path}?filter=userName+eq+"{GUID}"\n'
        f"   {names[1]}: GET\n   {names[2]}: {status}\n   {names[3]}: server: nginx\n   {names[4]}: {content}"
    )


GERMAN = ("Ressource", "Vorgang", "Antwortstatuscode", "Antwortheader", "Antwortinhalt")
JAPANESE = ("リソース", "操作", "応答状態コード", "応答ヘッダー", "応答の内容")

SHAPES = [
    # A: notification without any status: the code alone is ambiguous
    (f"Testing connection to Playvox\nError code: {UNAVAILABLE}\nDetails: no luck.\nRequest-id: {GUID}",
     UNAVAILABLE, None, "entra_rejected"),
    # B: the service could not connect; the status is the service's own
    (f"Error code: {UNAVAILABLE}\nDetails: {resource('InternalServerError', 'An error occurred while sending the request.')}",
     UNAVAILABLE, 500, "entra_unreachable_only"),
    # C: refused, in three languages
    (f"Error code\n{FAILURE}\nError message\n{resource('Unauthorized', '{}')}", FAILURE, 401, "key_rejected"),
    (f"Fehlercode\n{FAILURE}\nFehlermeldung\n{resource('Unauthorized', '{}', labels=GERMAN)}", FAILURE, 401, "key_rejected"),
    (f"エラー コード：{FAILURE}\n{resource('Forbidden', '{}', labels=JAPANESE)}".replace("： ", "："),
     FAILURE, 403, "key_not_permitted"),
    (f"{FAILURE} {resource('Forbidden', '<html><title>Blocked</title></html>')}", FAILURE, 403, "blocked_by_waf"),
    (f"{FAILURE} {resource('BadRequest', '{}')}", FAILURE, 400, "bad_request"),
    (f"{UNAVAILABLE} {resource('NotFound', '', path='Groups')}", UNAVAILABLE, 404, "groups_missing"),
    (f"{UNAVAILABLE} {resource('Forbidden', '', path='Groups')}", UNAVAILABLE, 403, "groups_missing"),
    (f"{UNAVAILABLE} {resource('TooManyRequests')}", UNAVAILABLE, 429, "throttled"),
    (f"{UNAVAILABLE} {resource('UnsupportedMediaType')}", UNAVAILABLE, 415, "media_type_refused"),
    (f"{UNAVAILABLE} {resource('NotImplemented')}", UNAVAILABLE, 501, "method_not_allowed"),
    (f"{UNAVAILABLE} {resource('Redirect')}", UNAVAILABLE, 302, "http_redirect"),
    (f"{UNAVAILABLE} {resource('Redirect').replace('server: nginx', 'Location: https://login.example.com/')}",
     UNAVAILABLE, 302, "http_redirect_elsewhere"),
    (f"{UNAVAILABLE} {resource('302').replace('server: nginx', 'location: https://acme.playvox.com/scim/v2')}",
     UNAVAILABLE, 302, "http_redirect"),
    (f"{UNAVAILABLE} {resource('Redirect').replace('server: nginx', 'Location: /login')}",
     UNAVAILABLE, 302, "http_redirect"),
    (f"{UNAVAILABLE} {resource('InternalServerError', '{}')}", UNAVAILABLE, 500, "server_error"),
    # D: a 404 in a sentence
    (f"{INCOMPATIBLE}: got HTTP/404 Not Found where HTTP/200 OK was wanted", INCOMPATIBLE, 404, "path_not_found"),
    # E: not readable
    ("We cannot deserialize this resource: <!-- Copyright --><html>", "", None, "not_scim_html"),
    ('We cannot deserialize this resource: {"users": []}', "", None, "not_list_response"),
    # F: the new portal's short code
    ("CredentialValidationUnavailable: An error occurred while sending the request.",
     "CredentialValidationUnavailable", None, "entra_unreachable_only"),
    # G: a wrapper around the relevant code
    (f"InvalidCredentials {INCOMPATIBLE} HTTP/404 Not Found", INCOMPATIBLE, 404, "path_not_found"),
    # H: quarantine mail
    (f"EncounteredQuarantineException. {FAILURE} {resource('Unauthorized')}", FAILURE, 401, "key_rejected"),
    # Causes in .NET's words
    ("CredentialValidationUnavailable No such host is known.", "CredentialValidationUnavailable", None, "dns_not_found"),
    ("CredentialValidationUnavailable The SSL connection could not be established",
     "CredentialValidationUnavailable", None, "tls_untrusted"),
    ("SystemForCrossDomainIdentityManagementMultipleEntriesInResponse",
     "SystemForCrossDomainIdentityManagementMultipleEntriesInResponse", None, "filter_ignored"),
    ("Hello, how are you?", "", None, None),
    ("", "", None, None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code", "status", "cause"), SHAPES)
def test_shapes(text: str, code: str, status: int | None, cause: str | None) -> None:
    found = read_pasted(text)
    assert (found.code, found.status, found.cause) == (code, status, cause)
    assert found.recognized is (cause is not None)
    assert found.explanation.what
    assert "{" not in found.explanation.what + found.explanation.why


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        ("{totalResults: 0}", "not_json"),
        ('{"Resources": [}', "not_json"),
        ('{"users": []}', "not_list_response"),
        # What is quoted may be cut off: then nothing says that the answer was no JSON.
        ('{"Resources": [{', "not_list_response"),
        ('{"Resources": [{"id": "a', "not_list_response"),
        ('{"Resources": [{"active": tru', "not_list_response"),
    ],
)
def test_an_answer_that_is_no_json_is_told_from_one_that_is_no_list(content: str, cause: str) -> None:
    assert read_pasted(f"{INCOMPATIBLE} {resource('OK', content)}").cause == cause


def test_graphs_json_in_json_is_opened() -> None:
    inner = json.dumps({"code": FAILURE, "details": [], "message": resource("Unauthorized", '{"x":1}')})
    text = json.dumps({"error": {"code": "InvalidCredentials", "message": inner}})
    found = read_pasted(text)
    assert (found.code, found.status, found.cause) == (FAILURE, 401, "key_rejected")
    assert MicrosoftAnswer(ok=False, raw=text).read().cause == "key_rejected"


def test_a_known_status_wins_over_the_codes_name() -> None:
    answer = MicrosoftAnswer(ok=False, code=UNAVAILABLE, inner_status=403, message="Response Content: {}")
    assert answer.read().cause == "key_not_permitted"


def test_request_id_and_address_are_kept_for_support() -> None:
    found = read_pasted(
        f"{FAILURE} {resource('Unauthorized')} Request-id: b9f8c528-d811-491a-b74a-f3a2b7954d8b"
    )
    assert found.request_id == "b9f8c528-d811-491a-b74a-f3a2b7954d8b"
    assert found.url.startswith("https://acme.playvox.com/scim/v1/Users")


@pytest.mark.parametrize(
    "text", ["x" * 10_000_000, "{" * 100_000, '{"a":' * 50_000, "https://" * 50_000, ": 4" * 90_000]
)
@pytest.mark.timeout(20)
def test_absurd_texts_are_parsed_quickly(text: str) -> None:
    read_pasted(text)
