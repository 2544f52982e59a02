"""The practice sign-in authority: OpenID Connect as the Microsoft identity platform speaks it, on loopback.

Scripted sign-in: a GET of the authorize address with the header `X-Practice-Account` (a user principal
name, or "auto" for the login hint, else the administrator) is answered as if that person had chosen the
account. In response mode `query` that is a redirect; in `form_post` it is the self-submitting page, or with
`Accept: application/json` the JSON `{"redirect_uri": ..., "fields": {...}}` for the client to POST itself.
The device code page takes the same header: POST `user_code` as a form to the verification address.
"""

from __future__ import annotations

from wizard.practice.authority.app import create_app
from wizard.practice.authority.tokens import Caller, Tokens

__all__ = ["Caller", "Tokens", "create_app"]
