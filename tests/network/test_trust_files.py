"""Named certificate files that cannot be used are said, with the way out, before anything connects."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import trustme

from wizard.messages import explain
from wizard.network import trust_files
from wizard.network.trust_files import check_trust_file, check_trust_files
from wizard.problem import ProblemError

pytestmark = pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="the system is asked there")

_BROKEN = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
UNUSABLE: dict[str, Callable[[Path], object]] = {
    "missing": lambda path: None,
    "a folder": lambda path: path.mkdir(),
    "a pipe": os.mkfifo,
    "a loop": lambda path: path.symlink_to(path),
    "a device": lambda path: path.symlink_to("/dev/zero"),
    "empty": lambda path: path.write_bytes(b""),
    "no certificate": lambda path: path.write_bytes(b"certificate"),
    "a broken one": lambda path: path.write_text(
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
    ),
}


@pytest.mark.timeout(10)
@pytest.mark.parametrize("make", UNUSABLE.values(), ids=UNUSABLE)
def test_a_file_that_cannot_be_used_is_named(tmp_path: Path, make: Callable[[Path], object]) -> None:
    path = tmp_path / "ca.pem"
    make(path)
    with pytest.raises(ProblemError) as caught:
        check_trust_files({"SSL_CERT_FILE": str(path)})
    words = explain(caught.value.problem)
    assert "SSL_CERT_FILE" in words.what
    assert str(path) in words.what
    assert words.why.endswith(".")


@pytest.mark.parametrize("value", ["/no-folder", "/no-folder:/none-either", "/dev/null", "\0"])
def test_folders_none_of_which_can_be_read_are_named(value: str) -> None:
    with pytest.raises(ProblemError) as caught:
        check_trust_files({"SSL_CERT_DIR": value})
    assert caught.value.problem.facts["name"] == "SSL_CERT_DIR"


def test_what_can_be_used_is_not_complained_about(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "ca.pem"
    trustme.CA().cert_pem.write_to_path(path)
    check_trust_files({"SSL_CERT_FILE": str(path), "SSL_CERT_DIR": f"/none:{tmp_path}"})
    check_trust_files({"SSL_CERT_FILE": "", "SSL_CERT_DIR": "", "REQUESTS_CA_BUNDLE": "/none"})
    monkeypatch.setattr(trust_files, "_MOST_BYTES", 10)
    with pytest.raises(ProblemError):
        check_trust_file(path, "--ca-file")
