"""Windows' own sign-in dialog (Web Account Manager, MSAL's "broker") where available.

It proves the device to Entra, which some organizations require, and offers the accounts Windows knows.
MSAL docs: "enable_broker_on_windows"; needs the package `msal[broker]`.
"""

from __future__ import annotations

import importlib.util
import logging
import sys
from collections.abc import Mapping
from typing import Any

from wizard.entra.cloud import Cloud
from wizard.problem import Problem
from wizard.security.redactor import redact

_log = logging.getLogger(__name__)


def available(cloud: Cloud) -> bool:
    """Whether Windows' dialog is used to sign in; practice answers by itself instead of the browser."""
    return (
        sys.platform == "win32"
        and not cloud.is_practice
        and importlib.util.find_spec("pymsalruntime") is not None
    )


def in_use(app: object) -> bool:
    """Whether MSAL could load the dialog for this application."""
    return bool(getattr(app, "_enable_broker", False))


def is_final(result: Mapping[str, Any] | None) -> bool:
    """Whether the dialog's result is final: a token, or canceled. Otherwise the browser can still be used.

    Raises `SignInError` `signin_cancelled` when the person closed the dialog.
    """
    if result and "access_token" in result:
        return True
    status = str((result or {}).get("_broker_status", ""))
    if "usercanceled" in status.casefold():
        from wizard.entra.aadsts import SignInError

        raise SignInError(Problem("signin_cancelled", {"number": "", "message": ""}, retryable=True))
    text = (result or {}).get("error_description") or (result or {}).get("error") or "no answer"
    _log.info("Windows' sign-in dialog gave no token, the browser follows: %s", redact(str(text))[:300])
    return False
