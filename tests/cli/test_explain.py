"""`explain` as an administrator pastes an error text into it."""

from __future__ import annotations

from tests.cli.conftest import Run

UNAUTHORIZED = """\
Error code: SystemForCrossDomainIdentityManagementCredentialValidationUnavailable
Resource: https://acme.playvox.com/scim/v1/Users?filter=userName+eq+"AzureAD_Test-1"
StatusCode: Unauthorized
Content: {"detail": "invalid token"}
"""


def test_an_error_text_is_explained(run: Run) -> None:
    told = run("explain", "--json", stdin=UNAUTHORIZED)
    assert told.code == 0, told.err
    answer = told.json
    assert answer["schema"] == 1
    assert (answer["cause"], answer["status"]) == ("key_rejected", 401)
    assert answer["code"] == "SystemForCrossDomainIdentityManagementCredentialValidationUnavailable"
    assert answer["detail"] == "invalid token"
    assert answer["url"].startswith("https://acme.playvox.com/scim/v1/Users")
    words = run("explain", stdin=UNAUTHORIZED)
    assert words.code == 0
    assert [answer["what"], answer["why"]] == words.out.splitlines()[:2]
    assert all(f"  • {each}" in words.out for each in answer["do"])
    assert "HTTP status from Playvox: 401" in words.out


def test_an_ordinary_text_is_not_called_an_error_of_microsoft(run: Run) -> None:
    told = run("explain", "--json", stdin="The weather is fine today.\n")
    assert (told.code, told.json["cause"], told.json["status"], told.json["code"]) == (1, None, None, "")
    assert "recognized" in told.json["what"]


def test_nothing_to_explain_is_wrong_use(run: Run) -> None:
    words = run("explain", stdin=" \n")
    assert (words.code, words.out) == (3, "")
    assert "There is no text to explain." in words.err
    told = run("explain", "--json", stdin="")
    assert (told.code, told.json["problem"]["code"]) == (3, "command.nothing_to_explain")


def test_a_text_that_is_cut_is_said_to_be(run: Run) -> None:
    told = run("explain", stdin=UNAUTHORIZED + "x" * 200_000)
    assert told.code == 0
    assert "Only the first 200,000 characters" in told.err
