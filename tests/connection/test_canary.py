"""The key never appears in evidence, reports, history, cURL or logs, however the server echoes it."""

from __future__ import annotations

import base64
import json
import logging
from dataclasses import replace
from urllib.parse import quote

import pytest
from pydantic import SecretStr

from tests.connection.lab.authority import Authority
from tests.connection.lab.fault import KEY, Fault
from tests.connection.lab.server import Answering, Seen, answer, serving
from tests.security.encodings import encodings_of
from wizard.connection import ConnectionReport, MicrosoftAnswer
from wizard.connection.evidence_redactor import EvidenceRedactor
from wizard.connection.history import kept
from wizard.connection.report_html import as_html
from wizard.connection.report_text import as_text
from wizard.reports import Gate, Pseudonyms, make_bundle

DECODED = base64.b64decode(KEY).decode()
SECRET = DECODED.partition(":")[2]

ECHOES = {
    "as it is": KEY,
    "with Bearer": f"Bearer {KEY}",
    "decoded": DECODED,
    "the secret half": SECRET,
    "URL-encoded": quote(DECODED, safe=""),
    "twice URL-encoded": quote(quote(DECODED, safe=""), safe=""),
    "encoded again": base64.b64encode(KEY.encode()).decode(),
    "hexadecimal": KEY.encode().hex(),
    "backwards": KEY[::-1],
    "upper case": KEY.upper(),
    "first half": KEY[: len(KEY) // 2],
    "second half": KEY[len(KEY) // 2 :],
    "split by a blank": f"{KEY[:20]} {KEY[20:]}",
    "split by words": f"begin {KEY[:16]} middle {KEY[16:32]} end {KEY[32:]}",
    "letter by letter": "-".join(KEY),
    "with zero-width characters": "\u200b".join(KEY),
    "in fragments": " x ".join(KEY[i : i + 6] for i in range(0, len(KEY), 6)),
    "secret in fragments": " / ".join(SECRET[i : i + 7] for i in range(0, len(SECRET), 7)),
    "JSON in JSON": json.dumps(json.dumps({"k": DECODED})),
}
PIECES = {name: text.decode("latin-1") for name, text in encodings_of(KEY).items() if name != "UTF-16"}


def echoing(text: str, place: str) -> Answering:
    """A server that echoes `text` at `place` of its answer."""
    header = text.encode("ascii", "replace").decode()

    def respond(_seen: Seen) -> bytes:
        if place == "detail":
            return answer(json.dumps({"scimType": "x", "detail": text}).encode(), "400 Bad Request")
        if place == "title":
            return answer(f"<html><title>{text}</title>".encode(), "403 Forbidden", "text/html")
        if place == "location":
            return answer(b"", "302 Found", headers=f"Location: https://x.example/{quote(text)}\r\n")
        if place == "headers":
            more = f"Server: {header}\r\nRetry-After: {header}\r\n"
            return answer(b"{}", "429 Too Many Requests", f"application/{header}", more)
        if place == "challenge":
            return answer(
                b"{}", "401 Unauthorized", headers=f'WWW-Authenticate: Bearer error="{header}"\r\n'
            )
        return f"HTTP/1.1 {header}\r\n\r\n".encode()  # a status line that cannot be parsed

    return respond


def all_renderings(report: ConnectionReport) -> str:
    return "\n".join(
        (
            json.dumps(report.to_json(), ensure_ascii=False),
            as_text(report),
            as_html(report),
            report.curl,
            kept(report).model_dump_json(),
            bundled(report),
            repr(report),
        )
    )


def bundled(report: ConnectionReport) -> str:
    """The support bundle's part about this test, made without knowing the key."""
    bundle = make_bundle(
        {"connection-test.json": report},
        {"earlier-connection-tests.json": [kept(report)]},
        Gate(Pseudonyms(), str),
    )
    return "\n".join(each.text for each in bundle.files)


def longest_common(text: str, key: str) -> int:
    """Longest run of the key's letters in the text, whatever stands between them."""
    letters = "".join(letter for letter in text.casefold() if letter.isalnum())
    wanted = "".join(letter for letter in key.casefold() if letter.isalnum())
    best = 0
    for start in range(len(wanted)):
        while start + best + 1 <= len(wanted) and wanted[start : start + best + 1] in letters:
            best += 1
    return best


@pytest.mark.parametrize("place", ["detail", "title", "location", "headers", "challenge", "status line"])
@pytest.mark.parametrize("name", ECHOES)
async def test_echoes_are_hidden(
    name: str, place: str, lab: Authority, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    fault = Fault(
        "echo",
        None,
        None,
        "",
        tls=lambda _lab: None,
        url="http://localhost:{port}/scim/v1",
        answering=echoing(ECHOES[name], place),
    )
    report, _ = await fault.tested(lab)
    texts = all_renderings(report) + caplog.text
    for encoding, piece in PIECES.items():
        assert piece not in texts, encoding
    for whole in (KEY, SECRET, KEY[::-1], KEY.encode().hex()):
        assert longest_common(texts, whole) < 9


@pytest.mark.parametrize("name", ECHOES)
async def test_echoes_by_microsoft_s_side_are_hidden(
    name: str, lab: Authority, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    said = MicrosoftAnswer(
        ok=False, code=ECHOES[name], inner_status=401, message=f"refused: {ECHOES[name]}"
    )
    fault = Fault("echo", None, None, "", tls=lambda _lab: None, microsoft=said)
    report, _ = await replace(fault, url="http://localhost:{port}/scim/v1").tested(lab)
    assert report.check("entra").cause is not None
    texts = all_renderings(report) + caplog.text
    for encoding, piece in PIECES.items():
        assert piece not in texts, encoding
    for whole in (KEY, SECRET, KEY[::-1], KEY.encode().hex()):
        assert longest_common(texts, whole) < 9


async def test_echoes_in_a_certificate_are_hidden(lab: Authority) -> None:
    names = ("localhost", f"{SECRET}.example", f"{KEY[:30].lower()}.example")
    report, _ = await Fault("echo", None, None, "", tls=lambda lab: lab.context(names=names)).tested(lab)
    assert report.check("tls").evidence["names"][0] == "localhost"
    assert longest_common(all_renderings(report), SECRET) < 9
    assert longest_common(all_renderings(report), KEY) < 9


async def test_the_key_goes_to_the_confirmed_host_only(lab: Authority) -> None:
    async with serving(lambda _seen: answer()) as elsewhere:
        there = f"http://localhost:{elsewhere.port}/scim/v1"
        fault = Fault(
            "redirect",
            "http",
            "http_redirect",
            "",
            answering=lambda _seen: answer(b"", "307 X", headers=f"Location: {there}\r\n"),
        )
        report, running = await fault.tested(lab)
        assert report.cause in ("http_redirect", "http_redirect_elsewhere")
        assert elsewhere.connections == 0
        asked = sorted(each.target.partition("?")[0] for each in running.requests)
        assert asked == ["/scim/v1/ServiceProviderConfig", "/scim/v1/Users"]


async def test_a_key_in_the_address_is_hidden(lab: Authority) -> None:
    fault = Fault("key in path", None, None, "", url=f"https://localhost:{{port}}/scim/{KEY}")
    report, _ = await fault.tested(lab)
    assert KEY not in json.dumps(report.to_json())
    assert KEY not in as_text(report)


def test_the_server_s_own_name_is_not_hidden() -> None:
    redactor = EvidenceRedactor(SecretStr("playvox-acme-key-1"), harmless=("acme.playvox.com",))
    assert redactor.text("acme.playvox.com") == "acme.playvox.com"
    assert "acme-key-1" not in redactor.text("playvox-acme-key-1")


def test_the_guard_does_not_show_secrets() -> None:
    assert KEY not in repr(EvidenceRedactor(SecretStr(KEY)))
