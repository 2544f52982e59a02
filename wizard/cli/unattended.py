"""Signing in as an application, according to the flags: nobody has to be there."""

from __future__ import annotations

import argparse
import re
import sys
from typing import TYPE_CHECKING

from pydantic import SecretStr

from wizard.environment import variable
from wizard.messages import _
from wizard.notices import notice
from wizard.problem import Problem, ProblemError
from wizard.security.redactor import remember
from wizard.threads import in_daemon_thread
from wizard.usage import WrongUseError

if TYPE_CHECKING:
    from wizard.entra.app_credential import AppCredential

_LONGEST_LINE = 100_000
_CLIENT_ID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def is_unattended(args: argparse.Namespace) -> bool:
    """Whether the flags say to sign in as an application; raises `WrongUseError` when they contradict."""
    given = [flag for flag, value in _chosen(args) if value]
    if len(given) > 1:
        raise WrongUseError(Problem("usage.conflict", {"flag": given[0], "other": given[1]}))
    if not given:
        return False
    if args.sign_in or args.device_code:
        other = "--sign-in" if args.sign_in else "--device-code"
        raise WrongUseError(Problem("usage.conflict", {"flag": given[0], "other": other}))
    if not args.client_id:
        _missing(_("client id"), "--client-id")
    if not _CLIENT_ID.fullmatch(args.client_id):
        raise WrongUseError(Problem("client_id_malformed", {}, field="client_id"))
    if not args.tenant and args.practice is None:
        _missing(_("tenant"), "--tenant")
    return True


async def credential(args: argparse.Namespace) -> AppCredential:
    """What the flags say to sign in with; secrets come from standard input or the keyring only."""
    from wizard.entra.app_credential import CertificateFile, ClientSecret, FederatedFile, federated

    if args.certificate:
        return CertificateFile(
            args.certificate, await _line(args) if args.certificate_password_stdin else None
        )
    if args.federated_token_file:
        return FederatedFile(args.federated_token_file)
    if args.federated:
        return federated(args.federated)
    return ClientSecret(await _client_secret(args))


def _chosen(args: argparse.Namespace) -> tuple[tuple[str, object], ...]:
    return (
        ("--certificate", args.certificate),
        ("--federated", args.federated),
        ("--federated-token-file", args.federated_token_file),
        ("--client-secret", args.client_secret),
    )


def _missing(name: str, flag: str) -> None:
    facts = {"name": name, "flag": flag, "variable": variable(flag)}
    raise WrongUseError(Problem("signin_unattended_tenant", facts))


async def _client_secret(args: argparse.Namespace) -> SecretStr:
    from wizard.security.vault import Refused, Saved, Unavailable
    from wizard.steps.base.key_store import keyring_unread
    from wizard.steps.base.services import keyring_vault

    vault, name = keyring_vault("playvox-provisioning/application"), f"client-secret.{args.client_id}"
    if args.client_secret == "keyring":  # noqa: S105 - where it is, not the secret
        found = await vault.look(name)
        if isinstance(found, Refused | Unavailable):
            raise ProblemError(keyring_unread(found.why))
        if found is None:
            raise ProblemError(Problem("client_secret_missing", {"client": args.client_id}))
        return found
    secret = await _line(args)
    if args.keep_client_secret:
        kept = await vault.save(name, secret)
        if not isinstance(kept, Saved):
            notice(Problem("keyring_not_kept", {"why": kept.why}))
    return secret


async def _line(args: argparse.Namespace) -> SecretStr:
    """The next line of standard input."""
    line = (await in_daemon_thread(sys.stdin.readline, _LONGEST_LINE)).rstrip("\r\n")
    if not line:
        raise ProblemError(Problem("client_secret_missing", {"client": args.client_id}))
    remember(line)
    return SecretStr(line)
