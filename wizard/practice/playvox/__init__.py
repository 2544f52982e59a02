"""The practice Playvox: a SCIM 2.0 service with the attributes Playvox lists, on loopback."""

from __future__ import annotations

from wizard.practice.playvox.accounts import (
    PracticeAccount,
    PracticeAccounts,
    UserNameTakenError,
)
from wizard.practice.playvox.app import create_app
from wizard.practice.playvox.seed import seed_accounts

__all__ = ["PracticeAccount", "PracticeAccounts", "UserNameTakenError", "create_app", "seed_accounts"]
