"""Variables that ask for something in vain are remarked wherever the network is used, with the way out."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import trustme

from wizard.messages import explain
from wizard.network.named_settings import check_network_settings, remarks
from wizard.notices import collecting, noticed

_UNIX = pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="the system is asked there")
BAD = (
    "<local>",
    "10.0.0.0/99",
    "host:0",
    "host:99999",
    "a b!c",
    "[::1",
    "http://",
    "-x-",
    "ü.example",
    "%",
    "\x1b[31m",
)


@pytest.mark.parametrize("entry", BAD)
@pytest.mark.parametrize("name", ["NO_PROXY", "no_proxy", "No_Proxy"])
def test_an_entry_that_excludes_nothing_is_named_with_its_variable(name: str, entry: str) -> None:
    [remark] = remarks({name: f"localhost,{entry},.example.com"})
    words = explain(remark)
    assert remark.code == "proxy_entries_ignored"
    assert name in words.what
    assert entry.split()[-1].rpartition("@")[2] in words.what
    assert name in words.do[0]


def test_a_password_in_an_entry_is_left_out() -> None:
    [remark] = remarks({"NO_PROXY": "ada:correct-horse@<x>"})
    assert "correct-horse" not in explain(remark).what


@pytest.mark.parametrize("text", ["", " ", ",", "*", ".corp.example", "10.0.0.0/8, [::1]:443 localhost"])
def test_entries_that_are_understood_are_not_remarked(text: str) -> None:
    assert list(remarks({"NO_PROXY": text})) == []


@_UNIX
@pytest.mark.parametrize("name", ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"])
@pytest.mark.parametrize(
    "make", [lambda path: None, lambda path: path.write_text("x"), lambda path: path.symlink_to(path)]
)
def test_certificates_that_other_programs_would_look_for(
    tmp_path: Path, make: Callable[[Path], object], name: str
) -> None:
    path = tmp_path / "ca.pem"
    make(path)
    [remark] = remarks({name: str(path)})
    words = explain(remark)
    assert name in words.what
    assert str(path) in words.what
    assert "SSL_CERT_FILE" in words.do[-1]


@_UNIX
def test_certificates_that_can_be_used_are_not_remarked(tmp_path: Path) -> None:
    path = tmp_path / "ca.pem"
    trustme.CA().cert_pem.write_to_path(path)
    for value in (str(path), str(tmp_path), ""):
        assert list(remarks({"REQUESTS_CA_BUNDLE": value})) == []


def test_a_remark_is_said_but_nothing_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "<local>")
    with collecting() as found:
        check_network_settings()
        assert noticed() == ()
    assert [each.code for each in found] == ["proxy_entries_ignored"]
