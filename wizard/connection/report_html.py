"""The report as one HTML file without scripts and external resources."""

from __future__ import annotations

from html import escape

from wizard.connection.evidence_text import evidence_rows
from wizard.connection.report_text import MARKS, special_permissions
from wizard.connection.result import CheckResult, ConnectionReport
from wizard.connection.vantage_points import sides
from wizard.messages import (
    _,
    current_language,
)
from wizard.messages.connection_labels import (
    check_title,
    status_word,
)
from wizard.messages.times import moment_to_second

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_STYLE = """
:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{max-width:52rem;margin:2rem auto;padding:0 1rem}
details{border:1px solid #8886;border-radius:.4rem;margin:.4rem 0;padding:.3rem .8rem}
summary{cursor:pointer}
summary span{opacity:.75}
.failed>summary b{color:#c4314b}.warning>summary b{color:#9a6a00}.passed>summary b{color:#107c41}
@media(prefers-color-scheme:dark){
.failed>summary b{color:#ff8a9b}.warning>summary b{color:#f2c661}.passed>summary b{color:#6fd49b}}
th{text-align:left;vertical-align:top;padding-right:1rem;font-weight:600;white-space:nowrap}
td,code{overflow-wrap:anywhere}
"""


def as_html(report: ConnectionReport) -> str:
    """The whole report as a web page; every text is escaped."""
    words = report.explanation
    facts = [
        (_("Tenant URL"), report.target),
        (_("Key"), report.fingerprint),
        (_("Tested"), moment_to_second(report.started)),
        (_("Requests"), str(report.requests)),
        (_("Duration"), f"{report.elapsed_ms:.0f} ms"),
    ]
    title = _("Connection test")
    parts = [
        "<!doctype html>",
        f'<html lang="{escape(current_language())}"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        f"<title>{escape(title)}: {escape(report.target)}</title>",
        f"<style>{_STYLE}</style></head><body><main>",
        f"<h1>{escape(words.what)}</h1>",
        f"<p>{escape(words.why)}</p>" if words.why else "",
        _items(words.do, "ul"),
    ]
    if report.reasons:
        parts.append(f"<h2>{escape(_('Likely reasons, most likely first'))}</h2>")
        parts.append(_items(tuple(each.explanation.what for each in report.reasons), "ol"))
    parts.append(_both_sides(report))
    parts.append(_table([(label, value) for label, value in facts if value]))
    parts += [f"<p><strong>{escape(each)}</strong></p>" for each in special_permissions(report)]
    parts.append(f"<h2>{escape(_('Checks'))}</h2>")
    parts += [_check(each) for each in report.checks]
    if report.curl:
        heading = _("One request to repeat by hand")
        parts.append(f"<h2>{escape(heading)}</h2>")
        parts.append(f"<pre><code>{escape(report.curl)}</code></pre>")
    parts.append("</main></body></html>")
    return "\n".join(part for part in parts if part) + "\n"


def _check(check: CheckResult) -> str:
    words = check.explanation
    opened = " open" if words is not None else ""
    elapsed = f" <span>{check.elapsed_ms:.0f} ms</span>" if check.elapsed_ms else ""
    parts = [
        f'<details class="{escape(check.status.value)}"{opened}><summary>'
        f"<b>{MARKS[check.status]} {escape(status_word(check.status.value))}</b> "
        f"{escape(check_title(check.id))}{elapsed}</summary>"
    ]
    if words is not None:
        parts.append(f"<p><strong>{escape(words.what)}</strong> {escape(words.why)}</p>")
        parts.append(_items(words.do, "ul"))
    parts.append(_table(evidence_rows(check.evidence)))
    return "\n".join(part for part in (*parts, "</details>") if part)


def _both_sides(report: ConnectionReport) -> str:
    stages = sides(report)
    if not stages:
        return ""
    heads = ("", _("From this computer"), _("From Microsoft's service"))
    head = "".join(f'<th scope="col">{escape(each)}</th>' for each in heads)
    rows = "".join(
        f'<tr><th scope="row">{escape(each.title)}</th>'
        f"<td>{escape(each.here.text)}</td><td>{escape(each.microsoft.text)}</td></tr>"
        for each in stages
    )
    return f"<h2>{escape(_('Both sides compared'))}</h2><table><tr>{head}</tr>{rows}</table>"


def _items(items: tuple[str, ...], kind: str) -> str:
    if not items:
        return ""
    return f"<{kind}>" + "".join(f"<li>{escape(each)}</li>" for each in items) + f"</{kind}>"


def _table(rows: list[tuple[str, str]]) -> str:
    if not rows:
        return ""
    cells = (
        f'<tr><th scope="row">{escape(label)}</th><td>{escape(value)}</td></tr>' for label, value in rows
    )
    return "<table>" + "".join(cells) + "</table>"
