"""Where the key may go: to Playvox, to this computer, or to a host that a person confirmed."""

from __future__ import annotations

import pytest
from pydantic import SecretStr

from wizard.network.key_hosts import KeyForHost, needs_consent
from wizard.problem import ProblemError

KEY = SecretStr("dXNlcjRmMmE6cGxheXZveC1jYW5hcnktOWQ4ZTdmNmE1YjRj")
STRANGERS = (
    "acme.playvox.com.evil.example",
    "acmeplayvox.com",
    "acme.playvox.co",
    "acme.xn--plyvox-3ve.com",
    "playvox.com",
    "203.0.113.7",
    "10.0.0.8",
    "2001:db8::7",
    "::127.0.0.1",
    "64:ff9b::7f00:1",
    "scim.test",
)


@pytest.mark.parametrize("host", STRANGERS)
def test_a_stranger_gets_no_key_unasked(host: str) -> None:
    assert needs_consent(host)
    with pytest.raises(ProblemError) as caught:
        KeyForHost(KEY, host, confirmed=("another.example",))
    assert (caught.value.problem.code, caught.value.problem.facts["host"]) == ("host_unconfirmed", host)
    assert (
        KeyForHost(KEY, host, confirmed=(host,)).authorization(host) == f"Bearer {KEY.get_secret_value()}"
    )


@pytest.mark.parametrize(
    "host", ["acme.playvox.com", "eu.acme.playvox.com", "localhost", "127.0.0.1", "::1", "::ffff:7f00:1"]
)
def test_playvox_and_this_computer_need_no_consent(host: str) -> None:
    assert not needs_consent(host)
    assert KeyForHost(KEY, host).authorization(host)


def test_a_laboratory_may_use_names_for_testing() -> None:
    assert not needs_consent("scim.test", laboratory=True)
    assert needs_consent("acme.playvox.com.evil.example", laboratory=True)


@pytest.mark.parametrize(
    "address", ["https://evil.example/scim/v1", "https://acme.playvox.com.evil.example"]
)
def test_a_key_is_bound_to_its_host(address: str) -> None:
    key = KeyForHost(KEY, "acme.playvox.com")
    with pytest.raises(ProblemError):
        key.authorization("evil.example")
    with pytest.raises(ProblemError):
        key.beside(address)
    assert key.beside("https://acme.playvox.com/scim/v1?aadOptscim062020") == KEY
    assert KEY.get_secret_value() not in repr(key)
