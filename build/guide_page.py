"""The user guide as one page for a browser: the guide, and what to do when Playvox does not connect."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from wizard.messages.pages import guide_anchor

_OTHER_PAGE = re.compile(r"(?<!!)\[([^\]]+)\]\((?!https://|#)[^)]*\)")
"""A link to a page that is not in this one."""
_STYLE = """
body { font: 16px/1.5 "Segoe UI", system-ui, sans-serif; margin: 2rem auto; padding: 0 1rem; }
body { max-width: 60rem; }
img { max-width: 100%; height: auto; border: 1px solid GrayText; }
code { overflow-wrap: anywhere; }
table { border-collapse: collapse; }
th, td { border: 1px solid GrayText; padding: 0.25rem 0.5rem; text-align: start; vertical-align: top; }
:root { color-scheme: light dark; }
"""


def guide_page(guide: str, symptoms: str) -> str:
    """One HTML page without scripts. Each heading is an anchor; pictures lie in `pictures/` beside it."""
    text = guide.replace("(does-not-connect.md)", "(#playvox-does-not-connect)")
    text = text + "\n" + re.sub(r"^(#+) ", r"#\1 ", symptoms, flags=re.MULTILINE)
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = reader.parse(_OTHER_PAGE.sub(r"\1", text))
    sections = list(_name_headings(tokens))
    links = "\n".join(f'<li><a href="#{name}">{html.escape(title)}</a></li>' for name, title in sections)
    body = reader.renderer.render(tokens, reader.options, {})
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        "<title>Playvox Provisioning Setup: user guide</title>\n"
        f"<style>{_STYLE}</style>\n</head>\n<body>\n<nav>\n<ul>\n{links}\n</ul>\n</nav>\n<main>\n{body}</main>\n"
        "</body>\n</html>\n"
    )


def _name_headings(tokens: Sequence[Token]) -> Iterator[tuple[str, str]]:
    """Give headings an id each, and return those of the sections with their titles."""
    used: set[str] = set()
    for place, token in enumerate(tokens):
        if token.type != "heading_open":
            continue
        title = tokens[place + 1].content
        name = guide_anchor(title)
        while name in used:
            name += "-more"
        used.add(name)
        token.attrSet("id", name)
        if token.tag == "h2":
            yield name, title
