"""`report`: HTML and JSON about a setup, with pseudonyms unless names are wanted."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from tests.cli.answers import contract_broken
from tests.cli.conftest import Run, Served
from wizard.reports.setup_report import ReportContent, as_html


def test_a_report_of_a_setup(run: Run, served: Served, config: Path, tmp_path: Path) -> None:
    practice = ("--practice", served.file)
    assert run("apply", "--config", config, "--yes", *practice).code == 0
    page, data = tmp_path / "report.html", tmp_path / "report.json"
    saved = run("report", "--output", page, *practice)
    assert (saved.code, saved.out.count("\n")) == (0, 1), saved.err
    text = page.read_text(encoding="utf-8")
    assert "https://acme.playvox.com/scim/v1" in text
    assert served.line["key"] not in text

    assert run("report", "--output", data, *practice).code == 0
    content = json.loads(data.read_text(encoding="utf-8"))
    assert contract_broken(content, 0) == []
    for whole in (text, data.read_text(encoding="utf-8")):
        for name in ("Ana", served.line["account"], "it@contoso.example", "ana@contoso.example"):
            assert name not in whole, name
    assert {change["title"] for change in content["changes"]} >= {"Settings saved", "Provisioning started"}
    assert [fact["value"] for fact in content["scope"]][2] == "1 person"
    named = run("report", "--names", "--json", *practice)
    assert (named.code, named.json["account"]) == (0, served.line["account"])
    assert "Ana" in named.json["scope"][2]["note"]


def test_the_output_needs_a_known_format(run: Run, tmp_path: Path) -> None:
    for arguments, code in (
        ((), "usage.report_output"),
        (("--output", tmp_path / "report.pdf"), "usage.report_format"),
    ):
        done = run("report", *arguments)
        assert (done.code, done.out) == (3, ""), code
        assert done.err


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.attributes += attrs


def test_every_text_is_escaped_and_nothing_is_loaded() -> None:
    evil = "<script>alert(1)</script><img src=x onerror=y>\"'&"

    fact = {"name": evil, "value": evil, "note": evil}
    content: Any = {
        "made": evil,
        "names": False,
        "practice": True,
        "tenant": evil,
        "account": evil,
        "health": "ok",
        "summary": evil,
        "configured": [fact],
        "parts": [{"name": evil, "state": evil, "sentence": evil, "since": evil, "read": evil}],
        "scope": [fact],
        "mappings": [{"playvox": evil, "source": evil, "matching": 1, "only_on_create": True}],
        "tests": [{"when": evil, "result": evil}],
        "plans": [{"when": evil, "scope": evil, "counts": {evil: 1}, "compared": evil}],
        "changes": [{"when": evil, "account": evil, "title": evil, "changes": evil, "state": evil}],
        "issues": [{"code": evil, "broken": True, "sentence": evil}],
    }
    assert set(content) == set(ReportContent.__annotations__)
    tags = _Tags()
    page = as_html(content)
    tags.feed(page)
    assert not tags.seen & {"script", "img", "link", "iframe", "b"}
    assert not [
        name for name, _value in tags.attributes if name.startswith("on") or name in ("src", "href")
    ]
    assert "default-src 'none'" in page
