"""The authority's few web pages: small, without scripts except for the self-submitting form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

_FRAME = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
:root {{ color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }}
main {{ max-width: 26rem; margin: 3rem auto; padding: 0 1rem }}
button {{ display: block; width: 100%; margin: .4rem 0; padding: .7rem 1rem;
  font: inherit; text-align: left }}
input {{ font: inherit; padding: .5rem; width: 100%; box-sizing: border-box }}
.note {{ opacity: .75; font-size: .9rem }}
</style></head><body><main><h1>{title}</h1>{content}
<p class="note">This is the practice tenant on this computer. Nothing here reaches Microsoft.</p>
</main></body></html>
"""


def page(title: str, content: str) -> str:
    """A page; `content` is HTML that is already safe."""
    return _FRAME.format(title=escape(title), content=content)


def hidden(fields: Mapping[str, Any]) -> str:
    """Hidden form inputs."""
    return "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(str(value))}">'
        for name, value in fields.items()
    )


def accounts(people: Sequence[Mapping[str, Any]], action: str, fields: Mapping[str, Any]) -> str:
    """Choose an account; each button submits the form with its user principal name."""
    buttons = "".join(
        f'<button name="account" value="{escape(person["userPrincipalName"])}">'
        f"{escape(person['displayName'])}<br><small>{escape(person['userPrincipalName'])}"
        f" · {escape(person['roles'])}</small></button>"
        for person in people
    )
    cancel = '<button name="account" value="">Cancel</button>'
    form = f'<form method="post" action="{escape(action)}">{hidden(fields)}{buttons}{cancel}</form>'
    return page("Pick an account", form)


def device(action: str, people: Sequence[Mapping[str, Any]], message: str = "") -> str:
    """Enter the code another program shows, and choose an account."""
    note = f'<p role="alert">{escape(message)}</p>' if message else ""
    box = '<label>Code <input name="user_code" autocomplete="off" autofocus></label>'
    buttons = "".join(
        f'<button name="account" value="{escape(person["userPrincipalName"])}">'
        f"{escape(person['displayName'])}"
        f"<br><small>{escape(person['userPrincipalName'])}</small></button>"
        for person in people
    )
    cancel = '<button name="account" value="">Cancel</button>'
    form = f'<form method="post" action="{escape(action)}">{box}{buttons}{cancel}</form>'
    return page("Enter code", f"{note}{form}")


def post_back(redirect_uri: str, fields: Mapping[str, Any]) -> str:
    """The page that hands the answer to the client (OAuth 2.0 Form Post Response Mode)."""
    form = (
        f'<form method="post" action="{escape(redirect_uri)}">{hidden(fields)}'
        '<button type="submit">Continue</button></form><script>document.forms[0].submit()</script>'
    )
    return page("Working…", form)
