"""Tooltips: Qt takes a text that looks like HTML for HTML, and would load what it names."""

from __future__ import annotations

import html


def tip(text: str) -> str:
    """The tooltip that shows this text as it is."""
    if "<" not in text:
        return text
    lines = "<br>".join(html.escape(text).splitlines())
    return f"<qt>{lines}</qt>"
