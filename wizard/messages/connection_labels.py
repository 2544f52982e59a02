"""Names for the connection test's checks, states and evidence."""

from __future__ import annotations

from collections.abc import Callable

from wizard.messages.language import _

_CHECKS: dict[str, Callable[[], str]] = {
    "address": lambda: _("Tenant URL"),
    "key": lambda: _("Key"),
    "proxy": lambda: _("Proxy"),
    "dns": lambda: _("Name look-up"),
    "tcp": lambda: _("Network connection"),
    "tls": lambda: _("Encryption and certificate"),
    "http": lambda: _("Web answer"),
    "auth": lambda: _("Key accepted"),
    "scim": lambda: _("Search for people"),
    "encoding": lambda: _("Other ways of asking"),
    "groups": lambda: _("Groups"),
    "discovery": lambda: _("What the server says about itself"),
    "entra": lambda: _("From Microsoft's service"),
    "difference": lambda: _("Both sides compared"),
}
_STATES: dict[str, Callable[[], str]] = {
    "passed": lambda: _("passed"),
    "warning": lambda: _("warning"),
    "failed": lambda: _("failed"),
    "skipped": lambda: _("skipped"),
    "not_run": lambda: _("not run"),
    "running": lambda: _("running"),
}
_EVIDENCE: dict[str, Callable[[], str]] = {
    "url": lambda: _("Address"),
    "host": lambda: _("Name"),
    "notes": lambda: _("Noticed"),
    "fingerprint": lambda: _("Fingerprint"),
    "changed": lambda: _("Tidied up"),
    "hints": lambda: _("Hints"),
    "proxy": lambda: _("Proxy"),
    "script": lambda: _("Proxy script"),
    "practice": lambda: _("Practice tenant"),
    "addresses": lambda: _("Addresses"),
    "address": lambda: _("Address used"),
    "port": lambda: _("Port"),
    "through": lambda: _("Through"),
    "protocol": lambda: _("Protocol"),
    "suite": lambda: _("Cipher suite"),
    "subject": lambda: _("Certificate of"),
    "names": lambda: _("Certificate's names"),
    "issuer": lambda: _("Issued by"),
    "valid_from": lambda: _("Valid from"),
    "valid_until": lambda: _("Valid until"),
    "key_type": lambda: _("Certificate's key"),
    "chain": lambda: _("Certificates sent"),
    "microsoft": lambda: _("As Microsoft connects"),
    "request": lambda: _("Request"),
    "status": lambda: _("Status"),
    "content_type": lambda: _("Content type"),
    "bytes": lambda: _("Bytes"),
    "total": lambda: _("People found"),
    "detail": lambda: _("The server says"),
    "reason": lambda: _("Reason"),
    "location": lambda: _("Points to"),
    "protector": lambda: _("Blocked by"),
    "plus": lambda: _("Blanks as +"),
    "percent": lambda: _("Blanks as %20"),
    "no_user_agent": lambda: _("Without User-Agent"),
    "mapped": lambda: _("Groups are mapped"),
    "answers": lambda: _("Answers"),
    "code": lambda: _("Microsoft's code"),
    "inner_status": lambda: _("Status Microsoft got"),
    "message": lambda: _("Microsoft says"),
    "here": lambda: _("Checks on this computer"),
    "from_here": lambda: _("From this computer"),
    "path": lambda: _("Path"),
    "challenge": lambda: _("It asks for"),
    "server": lambda: _("Server program"),
    "retry_after": lambda: _("Wait before asking again"),
    "why": lambda: _("Reason"),
    "works_with": lambda: _("Understands blanks as"),
    "problem": lambda: _("Problem"),
    "given": lambda: _("A key was given"),
    "source": lambda: _("Setting found in"),
    "script_evaluated": lambda: _("Script was followed"),
    "resolved_by": lambda: _("Looked up by"),
    "private": lambda: _("Not reachable from outside"),
    "phase": lambda: _("While"),
    "patch": lambda: _("Can change parts of an entry"),
    "filter": lambda: _("Can search"),
    "only_microsoft": lambda: _("Concerns Microsoft's service only"),
    "login_sent": lambda: _("The proxy was sent a sign-in"),
    "kind": lambda: _("Kind"),
    "inspector": lambda: _("Certificate made by"),
    "how": lambda: _("Noticed by"),
    "found": lambda: _("People found"),
    "first_bytes": lambda: _("It begins with"),
    "excess": lambda: _("More was sent than announced"),
    "error": lambda: _("Error"),
    "collection_status": lambda: _("Status of the whole list"),
    "means": lambda: _("Understood as"),
}


_VERDICTS: dict[str, Callable[[], str]] = {
    "works": lambda: _("Works"),
    "warnings": lambda: _("Works, with warnings"),
    "fails": lambda: _("Does not work"),
    "cancelled": lambda: _("Stopped"),
}


def verdict_word(verdict: str) -> str:
    """The whole test's outcome for people."""
    return _VERDICTS[verdict]() if verdict in _VERDICTS else verdict


_KNOWN: dict[str, Callable[[], str]] = {
    "yes": lambda: _("Yes"),
    "no": lambda: _("No"),
    "unknown": lambda: _("Not known"),
}


def noticed_by(how: str) -> str:
    """How it was noticed that somebody decrypts the traffic, for people."""
    return {
        "vendor": _("The certificate names a product that decrypts traffic."),
        "not_public": _("The certificate's authority is none that the public trusts."),
    }.get(how, how)


def known_word(known: str) -> str:
    """Whether one side got through a step of the way, for people."""
    return _KNOWN[known]()


def check_title(check: str) -> str:
    """A check's name for people."""
    return _CHECKS[check]() if check in _CHECKS else check


def status_word(status: str) -> str:
    """A check's state for people."""
    return _STATES[status]() if status in _STATES else status


def evidence_label(name: str) -> str:
    """What a piece of evidence is, for people; names without words are shown as they are."""
    return _EVIDENCE[name]() if name in _EVIDENCE else name.replace("_", " ")
