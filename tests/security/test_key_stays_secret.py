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


def test_requests_hold_the_key_only_when_they_are_sent() -> None:
    assert bearer(KEY) == f"Bearer {KEY.get_secret_value()}"
    body = {"value": [{"key": "SecretToken", "value": KEY}]}
    assert json.loads(json_body(body)) == {
        "value": [{"key": "SecretToken", "value": KEY.get_secret_value()}]
    }
    with pytest.raises(TypeError, match="bytes"):
        json_body({"value": b"no"})
