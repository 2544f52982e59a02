"""Words for refused sign-ins."""

# ruff: noqa: E501 - a sentence is one line, as translators see it
from __future__ import annotations

from wizard.messages.explanation import (
    Words,
    register,
)
from wizard.messages.language import _
from wizard.messages.phrases import phrase


def _retry() -> str:
    return _("Sign in again.")


def _browser() -> str:
    return _("Sign in with the browser instead of a code.")


def _help_desk() -> str:
    return _(
        "Ask your organisation's help desk, and give them {number} and the correlation id {correlation}."
    )


_WORDS: dict[str, Words] = {
    "signin_interaction_needed": phrase(
        lambda: _("Please sign in."),
        lambda: _("There is no sign-in that can be renewed without you."),
        lambda: _("Use Sign in; the browser will open."),
    ),
    "signin_consent_needed": phrase(
        lambda: _("Nobody has agreed to these permissions yet ({number})."),
        lambda: _("Entra grants them to this program only after you or an administrator agreed."),
        lambda: _("Sign in with the browser and agree on the page that asks."),
        lambda: _("If the page does not let you agree, send the consent request to an administrator."),
    ),
    "signin_consent_declined": phrase(
        lambda: _("The permissions were declined ({number})."),
        lambda: _("Without them this step cannot be done; nothing was changed."),
        lambda: _("Sign in again and agree, or go on with reading only."),
    ),
    "signin_admin_approval": phrase(
        lambda: _("An administrator has to approve these permissions ({number})."),
        lambda: _("Your organisation does not let you agree to them yourself."),
        lambda: _(
            "Ask a Privileged Role Administrator to agree for the organisation; the request can be copied."
        ),
        lambda: _("Or use a client id that your organisation has approved."),
    ),
    "signin_more_proof": phrase(
        lambda: _("Your organisation asks for more proof ({number})."),
        lambda: _("For example a second factor, or a newer sign-in."),
        lambda: _("Sign in with the browser; it will ask for what is missing."),
    ),
    "signin_account_disabled": phrase(
        lambda: _("This account is disabled ({number})."),
        lambda: _("Entra does not let disabled accounts sign in."),
        lambda: _("Use another account, or have this one enabled."),
    ),
    "signin_account_locked": phrase(
        lambda: _("This account is locked for the moment ({number})."),
        lambda: _(
            "Too many sign-ins with a wrong password, or from a risky address, lock an account for a while."
        ),
        lambda: _("Wait and try again, or have the lock removed."),
    ),
    "signin_password_expired": phrase(
        lambda: _("The password of this account has expired ({number})."),
        lambda: _("Entra wants a new one first."),
        lambda: _("Change the password on the sign-in page or in My account, then sign in again."),
    ),
    "signin_wrong_password": phrase(
        lambda: _("User name or password were wrong ({number})."),
        lambda: _("The sign-in page did not accept them."),
        _retry,
    ),
    "signin_wrong_tenant": phrase(
        lambda: _("This account does not belong to the tenant {tenant} ({number})."),
        lambda: _("It is neither a member nor an invited guest there."),
        lambda: _("Sign in with an account of that tenant."),
        lambda: _("Or correct the tenant in Before you begin."),
    ),
    "signin_tenant_unknown": phrase(
        lambda: _("Entra does not know the tenant {tenant}."),
        lambda: _("The sign-in service has no settings under that name in this cloud. {message}"),
        lambda: _("Check the tenant id or domain, and the cloud."),
    ),
    "signin_client_unknown": phrase(
        lambda: _("Entra does not know this client id in the tenant {tenant} ({number})."),
        lambda: _(
            "The application registration is in another tenant or cloud, or the id has a typing mistake."
        ),
        lambda: _("Check the client id, or return to the usual one."),
    ),
    "signin_client_disabled": phrase(
        lambda: _("Your organisation has disabled the application used for signing in ({number})."),
        lambda: _("It exists in the tenant but nobody may sign in with it."),
        lambda: _("Have it enabled, or use a client id of your own."),
    ),
    "signin_not_assigned": phrase(
        lambda: _("Your account is not assigned to the application used for signing in ({number})."),
        lambda: _("Your organisation requires an assignment for it."),
        lambda: _("Ask to be assigned, or use a client id of your own."),
    ),
    "signin_redirect_refused": phrase(
        lambda: _("The client id does not allow signing in from this program ({number})."),
        lambda: _(
            "Its registration lacks the address http://localhost for mobile and desktop applications."
        ),
        lambda: _("Add that redirect address to the registration, or return to the usual client id."),
    ),
    "signin_device_not_compliant": phrase(
        lambda: _("Your organisation allows this only from a managed device ({number})."),
        lambda: _("A Conditional Access rule asks for a registered or compliant device."),
        lambda: _("Sign in from such a device, with the browser that is known to it."),
        _help_desk,
    ),
    "signin_conditional_access": phrase(
        lambda: _("A Conditional Access rule blocks this sign-in ({number})."),
        lambda: _("It may concern the place, the device, the application or the way of signing in."),
        _browser,
        _help_desk,
    ),
    "signin_device_code_blocked": phrase(
        lambda: _("Your organisation does not allow signing in with a code ({number})."),
        lambda: _("Many organisations block it, because such codes are used for fraud."),
        _browser,
    ),
    "signin_code_expired": phrase(
        lambda: _("The code is no longer valid."),
        lambda: _("It was not entered in time."),
        lambda: _("Ask for a new code."),
        _browser,
    ),
    "signin_cancelled": phrase(
        lambda: _("The sign-in was cancelled."),
        lambda: _("The page was closed or left with Cancel; nothing was changed."),
        _retry,
    ),
    "signin_timeout": phrase(
        lambda: _("Nobody signed in within {minutes} minutes."),
        lambda: _("The browser page may have been closed or is hidden behind other windows."),
        _retry,
    ),
    "signin_no_browser": phrase(
        lambda: _("No browser could be opened."),
        lambda: _("The system has no browser registered that this program may start."),
        lambda: _("Copy the sign-in address and open it in a browser on this computer."),
        lambda: _("Or sign in with a code on another device."),
    ),
    "signin_unreachable": phrase(
        lambda: _("The sign-in service {host} could not be reached."),
        lambda: _("No connection came about: {error}"),
        lambda: _("Check that this computer is online and that the proxy lets it through to that address."),
    ),
    "signin_tls": phrase(
        lambda: _("The connection to the sign-in service {host} is not trusted."),
        lambda: _("Its certificate does not lead to an authority this computer trusts: {error}"),
        lambda: _(
            "If your network inspects encrypted traffic, its authority has to be in the system's trust store."
        ),
    ),
    "signin_unavailable": phrase(
        lambda: _("The sign-in service has a passing fault."),
        lambda: _("{message}"),
        lambda: _("Wait a minute and sign in again."),
    ),
    "signin_refused": phrase(
        lambda: _("Entra refused the sign-in ({number})."),
        lambda: _("{message}"),
        _retry,
        _help_desk,
    ),
}
register(_WORDS)
