"""The key is a `SecretStr` from the field to the header and to the keyring."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest
from pydantic import SecretStr

from wizard.network.authorization import bearer, json_body

SOURCE = Path(__file__).resolve().parents[2] / "wizard"
KEY = SecretStr("dXNlcjRmMmE6cGxheXZveC1jYW5hcnktOWQ4ZTdmNmE1YjRj")
OPENED_BY = {
    # into a request
    "network/authorization.py": "the header, and secrets in a JSON body",
    "network/tunnel.py": "the password of a proxy",
    # into the keyring
    "security/keyring_entries.py": "the keyring takes texts",
    # where its characters themselves are needed
    "security/redactor.py": "texts are compared with it",
    "playvox/key.py": "what was pasted is tidied up, and its fingerprint made",
    "entra/secrets.py": "settings are compared and measured",
    "entra/sign_in.py": "MSAL's token cache is a text",
    "entra/app_credential.py": "MSAL signs in with it",
    "ui/tour/runner.py": "the tour types the practice key, as a person would",
}


def test_only_these_places_open_a_secret() -> None:
    """`practice` is excepted because it plays Playvox, which must know the key."""
    opening = set()
    for path in SOURCE.rglob("*.py"):
        place = path.relative_to(SOURCE).as_posix()
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        if "get_secret_value" in names and not place.startswith("practice/"):
            opening.add(place)
    assert opening == set(OPENED_BY)


SENDERS = {
    "bearer": {
        "network/key_hosts.py": "the Playvox key, to the host it is bound to",
        "entra/transport.py": "Microsoft's access token, to Microsoft Graph",
    },
    "json_body": {"entra/transport.py": "to Microsoft Graph"},
    "KeyForHost": {
        "connection/target.py": "the connection test and the search for a path",
        "entra/secrets.py": "Entra sends the saved key to the saved address",
        "steps/base/context.py": "Playvox is read, and Microsoft tests address and key",
    },
}


@pytest.mark.parametrize("name", SENDERS)
def test_every_sender_is_listed(name: str) -> None:
    """The key is sent by `KeyForHost` only, which needs a confirmed host; practice plays Microsoft."""
    calling = set()
    for path in SOURCE.rglob("*.py"):
        place = path.relative_to(SOURCE).as_posix()
        tree = ast.parse(path.read_text(encoding="utf-8"))
        called = {
            ast.unparse(node.func).split(".")[-1] for node in ast.walk(tree) if isinstance(node, ast.Call)
        }
        if name in called and not place.startswith("practice/"):
            calling.add(place)
    assert calling == set(SENDERS[name])


def test_requests_hold_the_key_only_when_they_are_sent() -> None:
    assert bearer(KEY) == f"Bearer {KEY.get_secret_value()}"
    body = {"value": [{"key": "SecretToken", "value": KEY}]}
    assert json.loads(json_body(body)) == {
        "value": [{"key": "SecretToken", "value": KEY.get_secret_value()}]
    }
    with pytest.raises(TypeError, match="bytes"):
        json_body({"value": b"no"})
