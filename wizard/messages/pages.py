"""The names of the pages, and which pages a text names."""

from __future__ import annotations

import re

from wizard.messages.language import N_, _, translate

PAGES = {
    "overview": N_("Overview"),
    "before": N_("Before you begin"),
    "key": N_("Playvox key"),
    "application": N_("Application"),
    "people": N_("Users and groups"),
    "connection": N_("Connection"),
    "mappings": N_("Mappings"),
    "turn_on": N_("Turn on"),
    "monitor": N_("Monitor"),
    "recover": N_("Recover"),
    "rotate": N_("Replace key"),
    "on_demand": N_("Provision now"),
    "history": N_("What was changed"),
    "logs": N_("Logs"),
    "plans": N_("Saved plans"),
    "troubleshoot": N_("Only test a connection"),
    "why": N_("One person"),
    "relink": N_("Relink one person (beta)"),
}
"""Page ids and their names, in the order of the window."""
COMMANDS_OF = {
    "overview": "status",
    "before": "status --sign-in",
    "key": "--key-stdin",
    "application": "apply, --application",
    "people": "people",
    "connection": "apply, --key-stdin",
    "mappings": "mappings, scope",
    "turn_on": "plan, apply",
    "monitor": "status, logs, restart",
    "recover": "restart",
    "rotate": "key rotate",
    "on_demand": "provision",
    "history": "history, undo",
    "plans": "plan show",
    "troubleshoot": "test",
    "why": "why",
    "relink": "relink",
}
"""Subcommands and flags that do what a page does."""


def page_name(page_id: str) -> str:
    """The page's name in the reader's language."""
    return translate(PAGES[page_id])


def go_to(page_id: str) -> str:
    """The text of a button that leads to a page."""
    return _("Go to {page}").format(page=page_name(page_id))


def pages_named(text: str) -> tuple[str, ...]:
    """Ids of the pages that a text names in quotation marks, in the order of the window."""
    return tuple(page_id for page_id in PAGES if f"“{page_name(page_id)}”" in text)


def guide_anchor(title: str) -> str:
    """The anchor of a section in the guide for a browser: `Users and groups` has `users-and-groups`."""
    return "-".join(re.findall(r"\w+", title.casefold()))
