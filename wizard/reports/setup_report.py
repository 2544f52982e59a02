"""A report on one setup and its health: as JSON and as one HTML file that can be printed.

The HTML has no scripts and loads nothing; every text in it is escaped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape
from typing import Any

from typing_extensions import TypedDict

from wizard.messages import _, current_language, pgettext

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_STYLE = """
:root{color-scheme:light dark;font:15px/1.5 system-ui,sans-serif}
body{max-width:60rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;width:100%;margin:.5rem 0 1.5rem}
th,td{text-align:left;vertical-align:top;padding:4px 8px;border-bottom:1px solid #888}
th{font-weight:600}
td{overflow-wrap:anywhere}
.lead{font-size:1.2rem}
.note{opacity:.8}
@media print{body{margin:0;max-width:none}tr{break-inside:avoid}}
"""


class ReportFact(TypedDict):
    """One named value; "" where it is unknown, which `note` explains."""

    name: str
    value: str
    note: str


class ReportPart(TypedDict):
    """One part of the setup and its state, with the time its facts were read."""

    name: str
    state: str
    sentence: str
    since: str | None
    read: str | None


class ReportMapping(TypedDict):
    """One attribute mapping."""

    playvox: str
    source: str
    matching: int
    only_on_create: bool


class ReportTest(TypedDict):
    """One connection test from this computer."""

    when: str
    result: str


class ReportChange(TypedDict):
    """One change that this program made."""

    when: str
    account: str
    title: str
    changes: str
    state: str


class ReportPlan(TypedDict):
    """A saved plan, and how it compares with what happened; "" where it was not compared."""

    when: str
    scope: str
    counts: dict[str, int]
    compared: str


class ReportIssue(TypedDict):
    """Something that is not as it should be, or unknown."""

    code: str
    broken: bool
    sentence: str


class ReportContent(TypedDict):
    """Everything in the report. People have pseudonyms unless `names` is true.

    `mappings`, `tests`, `plans` and `changes` are null where they could not be read.
    """

    made: str
    names: bool
    practice: bool
    tenant: str
    account: str
    health: str
    summary: str
    configured: list[ReportFact]
    parts: list[ReportPart]
    scope: list[ReportFact]
    mappings: list[ReportMapping] | None
    tests: list[ReportTest] | None
    plans: list[ReportPlan] | None
    changes: list[ReportChange] | None
    issues: list[ReportIssue]


def hide_people(content: ReportContent, hidden: Callable[[str], str]) -> ReportContent:
    """The report with every text passed through `hidden`, which replaces names of people."""

    def clean(value: Any) -> Any:
        if isinstance(value, str):
            return hidden(value)
        if isinstance(value, Mapping):
            return {name: clean(each) for name, each in value.items()}
        if isinstance(value, list):
            return [clean(each) for each in value]
        return value

    cleaned: ReportContent = clean(content)
    return cleaned


def as_html(content: ReportContent) -> str:
    """The report as one web page."""
    title = _("Playvox provisioning in {tenant}").format(tenant=content["tenant"])
    return "".join(
        [
            "<!doctype html>",
            f'<html lang="{escape(current_language())}"><head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width">',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
            f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body><main>",
            f"<h1>{escape(title)}</h1>",
            f'<p class="lead">{escape(content["summary"])}</p>',
            "".join(_notes(content)),
            *_sections(content),
            "</main></body></html>\n",
        ]
    )


def _notes(content: ReportContent) -> Iterator[str]:
    made = _("Made on {time} by {account}.").format(time=content["made"], account=content["account"])
    yield f'<p class="note">{escape(made)}'
    if content["practice"]:
        yield " " + escape(_("This is a practice tenant: nothing here is real."))
    if not content["names"]:
        yield " " + escape(_("People have pseudonyms, such as person-1."))
    yield "</p>"


def _sections(content: ReportContent) -> Iterator[str]:
    yield _section(
        _("Open issues"),
        (_("Issue"), _("Effect")),
        [
            (one["sentence"], _("Provisioning does not work") if one["broken"] else _("Needs attention"))
            for one in content["issues"]
        ],
        _("No open issues were found."),
    )
    yield _section(
        _("Health"),
        (_("Part"), _("State"), _("What was found"), _("Since"), pgettext("time", "Read")),
        [
            (one["name"], one["state"], one["sentence"], one["since"] or "–", one["read"] or _("never"))
            for one in content["parts"]
        ],
        "",
    )
    facts = (_("Setting"), _("Value"), _("Note"))
    yield _section(_("Configuration"), facts, _facts(content["configured"]), _("Nothing was read."))
    yield _section(_("People in scope"), facts, _facts(content["scope"]), _("Nothing was read."))
    yield _section(
        _("Attribute mappings"),
        (_("Playvox"), _("Source in Entra"), _("Matching order"), _("When")),
        [
            (
                one["playvox"],
                one["source"],
                str(one["matching"] or "–"),
                _("only when created") if one["only_on_create"] else _("always"),
            )
            for one in content["mappings"] or ()
        ],
        _("The mappings were not read.")
        if content["mappings"] is None
        else _("There are no mappings yet."),
    )
    yield _section(
        _("Connection tests from this computer"),
        (_("When"), _("Result")),
        [(one["when"], one["result"]) for one in content["tests"] or ()],
        _("Not read yet.") if content["tests"] is None else _("No test is kept on this computer."),
    )
    yield _section(
        _("Plans and what happened"),
        (_("When"), _("Scope"), _("People by action"), _("Compared")),
        [
            (
                one["when"],
                one["scope"],
                ", ".join(f"{name}: {number}" for name, number in one["counts"].items()),
                one["compared"] or _("not compared"),
            )
            for one in content["plans"] or ()
        ],
        _("Not read yet.") if content["plans"] is None else _("No plan is saved on this computer."),
    )
    yield _section(
        _("Changes made with this program"),
        (_("When"), _("By"), _("Change"), _("Details"), _("State")),
        [
            (one["when"], one["account"], one["title"], one["changes"], one["state"])
            for one in content["changes"] or ()
        ],
        _("Not read yet.") if content["changes"] is None else _("This computer has no record of a change."),
    )


def _facts(found: Sequence[ReportFact]) -> list[tuple[str, ...]]:
    return [(one["name"], one["value"] or _("unknown"), one["note"]) for one in found]


def _section(title: str, head: Sequence[str], rows: Sequence[Sequence[str]], empty: str) -> str:
    if not rows:
        return f"<h2>{escape(title)}</h2><p>{escape(empty)}</p>"
    heads = "".join(f'<th scope="col">{escape(each)}</th>' for each in head)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    table = f"<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"
    return f"<h2>{escape(title)}</h2>{table}"
