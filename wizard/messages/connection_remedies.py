"""What to do, in sentences that many causes of the connection test share."""

from __future__ import annotations

from collections.abc import Mapping

from wizard.messages.language import _

Facts = Mapping[str, str]


def tell_playvox() -> str:
    return _("Send Playvox support this report; it holds everything they need and no key.")


def tell_it() -> str:
    return _("Show this report to the people who run your network.")


def try_later() -> str:
    return _("Wait some minutes and run the test again.")


def check_subdomain() -> str:
    return _("Compare the part before .playvox.com with the address you sign in at.")


def service_tag() -> str:
    return _("Where addresses are filtered, allow Microsoft's service tag AzureActiveDirectory.")


def new_key() -> str:
    return _("If it was revoked or belongs to another Playvox, create a new one in Settings > API Keys.")


def copy_key() -> str:
    return _("Copy the BASE64 KEY again: Settings > API Keys, then Details (the magnifier) beside the key.")
