"""Proxy failures, distinguished from failures of the server behind it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx

from wizard.problem import Problem


class ProxyFailed(httpx.ProxyError):
    """The proxy cannot be used, cannot be reached or refuses a connection.

    Nothing was sent to the server behind it. `code` is one of three public cause codes:

    - `proxy_unusable`: the setting itself. Facts `variable` (empty for the system's settings), `source`
      ("settings" or "script"), `value` (without a password), `host` and `why`: "kind" (with `kind`),
      "address" or "port".
    - `proxy_unreachable`: facts `proxy`, `host` and `why`: "connect", "timeout", "tls", "answer" (all with
      `reason`), "refused" (with `status` or `reason`), or what the proxy itself says about a refusal:
      "name" (it does not find the server's name), "behind" (it cannot reach the server) or "policy" (a rule
      forbids it); then `product` and `proxy_error` name the proxy and its error, where it does.
    - `proxy_auth_required`: facts `proxy`, `host`, `login_sent`, and `offers`, "windows" when it accepts
      Negotiate, NTLM or Kerberos only and "other" without Basic, with `schemes`.

    An `httpx` error, so that clients without special handling treat it as a request that was not sent.
    """

    def __init__(self, code: str, facts: Mapping[str, Any]) -> None:
        super().__init__(f"{code} ({', '.join(f'{name}: {value}' for name, value in facts.items())})")
        self.code = code
        self.facts = dict(facts)

    @property
    def problem(self) -> Problem:
        """The problem to show; only a proxy that could not be reached may be there a moment later."""
        facts = {name: str(value) for name, value in self.facts.items()}
        return Problem(self.code, facts, str(self), retryable=self.code == "proxy_unreachable")
