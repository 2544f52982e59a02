"""The context that only asks a server what time it is."""

from __future__ import annotations

import ssl

import pytest

from wizard.network.trust import trust_at_any_time


def test_it_is_no_stricter_than_the_system_on_any_python(monkeypatch: pytest.MonkeyPatch) -> None:
    """From Python 3.13 on the default context is strict: private authorities without an extension fail."""
    usual = ssl.create_default_context

    def strict() -> ssl.SSLContext:
        context = usual()
        context.verify_flags |= ssl.VERIFY_X509_STRICT
        return context

    monkeypatch.setattr("ssl.create_default_context", strict)
    context = trust_at_any_time()
    assert not context.verify_flags & ssl.VERIFY_X509_STRICT
    assert context.verify_flags & 0x200000  # OpenSSL's X509_V_FLAG_NO_CHECK_TIME
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname
