"""Names of the connection test's checks, states and evidence."""

from __future__ import annotations

from collections.abc import Mapping

from wizard.messages.language import N_, NC_, text_for

_CHECKS: Mapping[str, str] = {
    "address": N_("Tenant URL"),
    "key": N_("Key"),
    "proxy": N_("Proxy"),
    "dns": N_("Name resolution"),
    "tcp": N_("Network connection"),
    "tls": N_("Encryption and certificate"),
    "http": N_("Web answer"),
    "auth": N_("Key accepted"),
    "scim": N_("Search for people"),
    "encoding": N_("Other ways of asking"),
    "groups": N_("Groups"),
    "discovery": N_("What the server says about itself"),
    "entra": N_("From Microsoft's service"),
    "difference": N_("Both sides compared"),
}
_STATES: Mapping[str, str] = {
    "passed": NC_("connection check", "passed"),
    "warning": NC_("connection check", "warning"),
    "failed": NC_("connection check", "failed"),
    "skipped": NC_("connection check", "skipped"),
    "not_run": NC_("connection check", "not run"),
    "running": NC_("connection check", "running"),
}
_EVIDENCE: Mapping[str, str] = {
    "url": N_("Address"),
    "host": N_("Name"),
    "notes": N_("Noticed"),
    "fingerprint": N_("Fingerprint"),
    "changed": N_("Tidied up"),
    "hints": N_("Hints"),
    "proxy": N_("Proxy"),
    "script": N_("Proxy script"),
    "variable": N_("Environment variable"),
    "value": N_("Value"),
    "ignored": N_("Not understood in NO_PROXY"),
    "practice": N_("Practice tenant"),
    "addresses": N_("Addresses"),
    "address": N_("Address used"),
    "port": N_("Port"),
    "through": N_("Through"),
    "protocol": N_("Protocol"),
    "suite": N_("Cipher suite"),
    "subject": N_("Certificate of"),
    "names": N_("Certificate's names"),
    "issuer": N_("Issued by"),
    "valid_from": N_("Valid from"),
    "valid_until": N_("Valid until"),
    "key_type": N_("Certificate's key"),
    "chain": N_("Certificates sent"),
    "microsoft": N_("As Microsoft connects"),
    "request": N_("Request"),
    "status": N_("Status"),
    "content_type": N_("Content type"),
    "bytes": N_("Bytes"),
    "total": N_("People found"),
    "detail": N_("The server says"),
    "reason": N_("Reason"),
    "location": N_("Points to"),
    "protector": N_("Blocked by"),
    "plus": N_("Spaces as +"),
    "percent": N_("Spaces as %20"),
    "no_user_agent": N_("Without User-Agent"),
    "mapped": N_("Groups are mapped"),
    "answers": N_("Answers"),
    "code": N_("Microsoft's code"),
    "inner_status": N_("Status Microsoft got"),
    "message": N_("Microsoft says"),
    "here": N_("Checks on this computer"),
    "from_here": N_("From this computer"),
    "path": N_("Path"),
    "challenge": N_("It asks for"),
    "server": N_("Server program"),
    "retry_after": N_("Wait before asking again"),
    "why": N_("Reason"),
    "works_with": N_("Understands spaces as"),
    "problem": N_("Problem"),
    "given": N_("A key was given"),
    "source": N_("Setting found in"),
    "script_evaluated": N_("Script was followed"),
    "resolved_by": N_("Resolved by"),
    "private": N_("Not reachable from outside"),
    "phase": N_("While"),
    "patch": N_("Can change parts of an entry"),
    "filter": N_("Can search"),
    "only_microsoft": N_("Concerns Microsoft's service only"),
    "login_sent": N_("The proxy was sent a sign-in"),
    "kind": N_("Kind"),
    "schemes": N_("The proxy offers"),
    "product": N_("Proxy program"),
    "proxy_error": N_("The proxy's error"),
    "inspector": N_("Certificate made by"),
    "how": N_("Noticed by"),
    "found": N_("People found"),
    "first_bytes": N_("It begins with"),
    "excess": N_("More was sent than announced"),
    "error": N_("Error"),
    "collection_status": N_("Status of the whole list"),
    "means": N_("Understood as"),
    "dead": N_("No answer from"),
    "without_key": N_("The same without the key"),
    "key_known": N_("The key is known"),
    "only_search": N_("Only the search fails"),
    "suggested": N_("Address to enter"),
    "clock_of": N_("Clock compared with"),
    "there": N_("Time there"),
    "clock": N_("This computer's clock"),
}
_VERDICTS: Mapping[str, str] = {
    "works": N_("Works"),
    "warnings": N_("Works, with warnings"),
    "fails": N_("Does not work"),
    "cancelled": N_("Stopped"),
}

_KNOWN: Mapping[str, str] = {"yes": N_("Yes"), "no": N_("No"), "unknown": N_("Unknown")}
_NOTICED_BY: Mapping[str, str] = {
    "vendor": N_("The certificate names a product that decrypts traffic."),
    "not_public": N_("The certificate's authority is none that the public trusts."),
}


def verdict_word(verdict: str) -> str:
    """The result of the whole test, for people."""
    return text_for(_VERDICTS, verdict)


def noticed_by(how: str) -> str:
    """How TLS inspection was detected, for people."""
    return text_for(_NOTICED_BY, how)


def known_word(known: str) -> str:
    """Whether one vantage point got through one layer of the connection, for people."""
    return text_for(_KNOWN, known)


def check_title(check: str) -> str:
    """A check's name, for people."""
    return text_for(_CHECKS, check)


def status_word(status: str) -> str:
    """A check's state, for people."""
    return text_for(_STATES, status)


def evidence_label(name: str) -> str:
    """The label of a piece of evidence; a name without a label is shown as it is."""
    return text_for(_EVIDENCE, name) if name in _EVIDENCE else name.replace("_", " ")
