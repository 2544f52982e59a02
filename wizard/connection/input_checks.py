"""Judge what was typed: the checks address and key. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from wizard.connection.answer_checks import JudgedCheck
from wizard.connection.result import CheckStatus
from wizard.playvox.address import TenantUrl
from wizard.playvox.key import CleanKey
from wizard.problem import Problem


def judge_address(url: TenantUrl | Problem, *, key_sent: bool = False) -> JudgedCheck:
    """The check `address`: a Tenant URL, with a warning where it is unusual.

    `key_sent`: a person confirmed that the key may go to this host although it is not Playvox's.
    """
    if isinstance(url, Problem):
        return JudgedCheck(CheckStatus.FAILED, url.code, url.facts)
    evidence = {"url": url.text, "notes": list(url.notes)}
    if "private" in url.notes:
        facts = {"host": url.host, "why": "private"}
        if url.is_unusual:
            facts["key_sent"] = "yes" if key_sent else "no"
        return JudgedCheck(CheckStatus.WARNING, "address_private", {**evidence, **facts})
    if url.is_unusual:
        sent = "yes" if key_sent else "no"
        return JudgedCheck(
            CheckStatus.WARNING, "host_unusual", {**evidence, "host": url.host, "key_sent": sent}
        )
    if "path_unusual" in url.notes:
        return JudgedCheck(CheckStatus.WARNING, "address_path_unusual", {**evidence, "path": url.path})
    return JudgedCheck(CheckStatus.PASSED, None, evidence)


def judge_key(key: CleanKey | Problem | None) -> JudgedCheck:
    """The check `key`: the form of the pasted key; None when none was given."""
    if key is None:
        return JudgedCheck(CheckStatus.WARNING, "key_empty", {"given": False})
    if isinstance(key, Problem):
        return JudgedCheck(CheckStatus.FAILED, key.code, {**key.facts, "given": True})
    return judge_key_form(key.fingerprint, key.changed, key.hints)


def judge_key_form(fingerprint: str, changed: Sequence[str], hints: Sequence[str]) -> JudgedCheck:
    """The check `key` from the codes of what was removed and of what looks unusual."""
    evidence = {"fingerprint": fingerprint, "changed": list(changed), "hints": list(hints)}
    shape = [hint for hint in hints if hint != "no_colon"]
    if shape:
        return JudgedCheck(CheckStatus.WARNING, "key_malformed", {**evidence, "why": shape[0]})
    if changed:
        return JudgedCheck(CheckStatus.WARNING, "key_hygiene", evidence)
    return JudgedCheck(CheckStatus.PASSED, None, evidence)
