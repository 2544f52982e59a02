"""The context that only asks a server what time it is."""

from __future__ import annotations

import ssl
from pathlib import Path

import pytest

from wizard.network.trust import openssl_context, trust_at_any_time


def test_it_is_no_stricter_than_the_system_on_any_python() -> None:
    """From Python 3.13 on a context may be strict: private authorities without an extension fail."""
    context = trust_at_any_time()
    assert not context.verify_flags & ssl.VERIFY_X509_STRICT
    assert context.verify_flags & 0x200000  # OpenSSL's X509_V_FLAG_NO_CHECK_TIME
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname


def test_a_file_for_keys_is_neither_written_nor_needed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for place in (tmp_path / "keys", tmp_path / "missing" / "keys", tmp_path):
        monkeypatch.setenv("SSLKEYLOGFILE", str(place))
        assert trust_at_any_time().keylog_filename is None
    assert list(tmp_path.iterdir()) == []


def test_it_is_as_strict_as_the_default_context_of_python() -> None:
    ours, default = openssl_context(), ssl.create_default_context()
    assert ours.verify_flags == default.verify_flags
    assert (ours.verify_mode, ours.check_hostname) == (default.verify_mode, default.check_hostname)
    assert ours.minimum_version == default.minimum_version
