"""The report's content and formats: the public JSON, text, HTML, cURL, history."""

from __future__ import annotations

import json
import subprocess
from html.parser import HTMLParser

import pytest

from tests.connection.lab.authority import Authority
from tests.connection.lab.fault import KEY, Fault
from tests.connection.lab.faults import ALL, always, needs_key
from tests.connection.lab.server import Running, answer
from wizard.connection import (
    CAUSES,
    CHECKS,
    CheckResult,
    CheckStatus,
    ConnectionReport,
    run,
)
from wizard.connection.evidence_text import evidence_rows
from wizard.connection.history import KEPT, KeptRun, changes, kept, remember
from wizard.connection.report_html import as_html
from wizard.connection.report_text import as_text
from wizard.messages import (
    explain,
    use_language,
)
from wizard.messages.explanation import known_codes
from wizard.problem import Problem

BY_NAME = {fault.name: fault for fault in ALL}
HOSTILE = b'{"scimType":"x","detail":"<script>alert(1)</script>\\u202e\\u0007\\nsecond line"}'


async def outcome(name: str, lab: Authority) -> ConnectionReport:
    return (await BY_NAME[name].tested(lab))[0]


async def test_json_is_the_public_contract(lab: Authority) -> None:
    content = json.loads(json.dumps((await outcome("key rejected", lab)).to_json()))
    assert list(content)[:10] == [
        "schema",
        "target",
        "verdict",
        "cause",
        "headline",
        "remedy",
        "checks",
        "requests",
        "elapsed_ms",
        "started",
    ]
    assert content["schema"] == 1
    assert (content["verdict"], content["cause"]) == ("fails", "key_rejected")
    assert [each["id"] for each in content["checks"]] == list(CHECKS)
    for each in content["checks"]:
        assert set(each) == {"id", "status", "elapsed_ms", "cause", "evidence"}
        assert each["status"] in ("passed", "warning", "failed", "skipped", "not_run")
        assert each["cause"] is None or each["cause"] in CAUSES
    states = {each["id"]: each["status"] for each in content["checks"]}
    assert states["scim"] == states["encoding"] == "skipped"
    assert content["remedy"]
    assert content["ca_file"]
    assert content["allow_loopback"] is True


async def test_cause_is_null_when_it_works(lab: Authority) -> None:
    content = (await outcome("healthy", lab)).to_json()
    assert (content["verdict"], content["cause"], content["remedy"]) == ("works", None, [])


async def test_special_permissions_are_said_in_every_report(lab: Authority) -> None:
    report = await outcome("healthy", lab)
    for text in (as_text(report), as_html(report)):
        assert "--ca-file" in text
        assert "--allow-loopback" in text
    practice = await outcome("healthy in practice", lab)
    assert "Practice tenant" in as_text(practice)
    assert "Practice tenant" in as_html(practice)


async def test_text_from_outside_stays_text(lab: Authority) -> None:
    fault = Fault(
        "hostile", "scim", "filter_rejected", "", answering=always(answer(HOSTILE, "400 Bad Request"))
    )
    report, _ = await fault.tested(lab)
    page = as_html(report)
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    detail = report.check("scim").evidence["detail"]
    assert "\u202e" not in detail
    assert "\n" not in detail
    assert "\x07" not in detail


async def test_html_is_whole_and_loads_nothing(lab: Authority) -> None:
    page = as_html(await outcome("search ignored", lab))
    opened: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            assert tag not in ("script", "link", "img", "iframe")
            assert not any(name in ("src", "href") or name.startswith("on") for name, _ in attrs)
            if tag != "meta":
                opened.append(tag)

        def handle_endtag(self, tag: str) -> None:
            assert opened.pop() == tag

    Reader().feed(page)
    assert opened == []


async def test_the_curl_line_repeats_the_request(lab: Authority) -> None:
    async with BY_NAME["healthy"].standing(lab) as (running, target, network):
        report = await run(target, network)
        before = len(running.requests)
        assert KEY not in report.curl
        seen = await _ran(report.curl, running, lab)
    assert len(running.requests) == before + 1
    assert running.requests[-1].target == running.requests[0].target
    assert running.requests[-1].headers["authorization"] == f"Bearer {KEY}"
    assert "200 OK" in seen


async def _ran(line: str, running: Running, lab: Authority) -> str:
    import asyncio
    import os

    environment = {**os.environ, "KEY": KEY, "CURL_CA_BUNDLE": str(lab.root_file)}
    process = await asyncio.create_subprocess_shell(
        line, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment
    )
    output, _ = await process.communicate()
    return output.decode()


async def test_results_are_reported_as_they_come(lab: Authority) -> None:
    told: list[CheckResult] = []
    async with BY_NAME["healthy"].standing(lab) as (_running, target, network):
        report = await run(target, network, told.append)
    for name in CHECKS[:12]:
        states = [each.status for each in told if each.id == name]
        assert states[0] is CheckStatus.RUNNING, name
        assert states[-1] is report.check(name).status
    assert [each.id for each in told if each.status is CheckStatus.PASSED][:2] == ["address", "key"]


@pytest.mark.parametrize("code", [*CAUSES, "connection_works"])
@pytest.mark.parametrize("language", ["en", "x-pseudo"])
def test_every_cause_has_words(code: str, language: str) -> None:
    assert code in known_codes()
    use_language(language)
    try:
        words = explain(Problem(code))
    finally:
        use_language("en")
    assert words.what
    assert words.why or code == "entra_rejected"
    assert words.do or code == "connection_works"


class Shelf:
    def __init__(self) -> None:
        self.runs: list[KeptRun] = []

    def load(self) -> list[KeptRun]:
        return self.runs

    def add(self, run: KeptRun, most: int) -> None:
        # Through JSON, as a setup on disk keeps it.
        self.runs = [*self.runs, KeptRun.model_validate_json(run.model_dump_json())][-most:]


async def test_history_says_what_changed(lab: Authority) -> None:
    shelf = Shelf()
    works = await outcome("healthy", lab)
    fails = await outcome("key rejected", lab)
    remember(shelf, works)
    runs = remember(shelf, fails)
    texts = [each.text for each in changes(runs[0], runs[1])]
    assert "Key accepted: was passed, is failed (Playvox does not accept the key)." in texts
    assert changes(runs[1], runs[1]) == ()
    for _ in range(KEPT + 5):
        remember(shelf, works)
    assert len(shelf.runs) == KEPT
    assert changes(kept(works), kept(await outcome("another key", lab)))[1].text


async def test_another_key_is_noticed(lab: Authority) -> None:
    one, other = await outcome("healthy", lab), await outcome("another key", lab)
    assert one.fingerprint != other.fingerprint
    assert any("key" in each.text for each in changes(kept(one), kept(other)))
    assert needs_key is BY_NAME["healthy"].answering


def test_evidence_is_shown_as_sentences_instead_of_codes() -> None:
    rows = dict(evidence_rows({"notes": ["from_subdomain", "idn"], "changed": ["quotes"], "hints": []}))
    text = " ".join(rows.values())
    assert "from_subdomain" not in text
    assert "quotes" not in text
    assert text.count(".") >= 2
