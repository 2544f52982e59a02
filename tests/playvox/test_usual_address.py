"""The address that is offered in place of an unusual one."""

from __future__ import annotations

import pytest

from wizard.playvox.address import usual_address

USUAL = "https://acme.playvox.com/scim/v1"


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("acme", ""),
        (USUAL, ""),
        (f"{USUAL}/Users", ""),
        ("https://acme.playvox.com/login", ""),  # read as the usual one already
        (f"{USUAL}?aadOptscim062020", ""),
        ("https://acme.playvox.com/scim/v2", USUAL),
        ("https://acme.playvox.com:8443/scim/v1", USUAL),
        ("http://acme.playvox.com/scim/v1", USUAL),
        (" HTTP://acme.playvox.com", USUAL),
        ("https://scim.example.com/scim/v2", ""),
        ("acme playvox", ""),
        ("", ""),
    ],
)
def test_the_usual_address_is_offered_where_another_was_typed(typed: str, offered: str) -> None:
    assert usual_address(typed) == offered
